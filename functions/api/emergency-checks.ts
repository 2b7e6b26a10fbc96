import { setTimeout as pause } from 'node:timers/promises';
import { inOnePart } from '../../shared/dependents/search-parts';
import { inBatches } from '../../shared/dependents/in-batches';
import { adviseKey } from '../../shared/incidents/advise-key';
import type { Advice } from '../../shared/incidents/advice';
import { ModeTooWeak, UnavailabilityNotAccepted } from '../../shared/incidents/incident-errors';
import { weaknesses } from '../../shared/incidents/mode';
import type { StartEmergency } from './emergency-body';
import type { Scope, Wanted } from './emergency-scope';
import type { Site } from './endpoint';

const atOnce = 10;

type Advised = Wanted & { readonly advice: Advice };

type Looked = Pick<Site, 'world'>;

const advise = async (each: Wanted, { world }: Looked): Promise<Advised> => ({
  ...each,
  advice: await adviseKey(world, each.key),
});

/** What the audit log speaks for, key by key. */
export const adviceFor = ({ keys }: Pick<Scope, 'keys'>, site: Looked): Promise<Advised[]> =>
  inBatches(keys, atOnce, (each) => advise(each, site));

/** So long somebody in an emergency waits for the log, which may be slow, or out of reach. */
const patienceMs = 20_000;

/** What the log has told by then. */
async function advisedSoon({ keys }: Pick<Scope, 'keys'>, site: Looked, patience: number): Promise<Advised[]> {
  const told: Advised[] = [];
  const all = inBatches(keys, atOnce, async (each) => told.push(await advise(each, site)));
  await Promise.race([all.catch(() => undefined), pause(patience, undefined, { ref: false })]);
  return [...told];
}

/**
 * A mode that was chosen, and is weaker than what the audit log speaks for, must be meant. Whoever chooses none is not kept waiting,
 * and nobody for long: the workflow tells afterwards. @throws {ModeTooWeak}
 */
export async function refuseWeaker(
  body: StartEmergency,
  scope: Scope,
  site: Looked,
  patience = patienceMs,
): Promise<void> {
  if (body.mode === undefined || body.acceptWeaker) return;
  const advised = await advisedSoon(scope, site, patience);
  const weak = advised.flatMap(({ key, advice, ...answer }) => {
    const open = weaknesses(answer, advice);
    const seen = advice.findings.slice(0, 3).map(({ message }) => message);
    return open.length > 0
      ? [
          `${key}: ${advice.mode}${advice.newDataKeys ? ' with new data keys' : ''} is advised: ${seen.join('; ')}. Otherwise ${open.join(', and ')}.`,
        ]
      : [];
  });
  if (weak.length > 0) throw new ModeTooWeak(weak);
}

/** So old may be what is told of resources: many keys look at the same ones, and whoever asks again goes on where the search was. */
const sharedMs = 5 * 60_000;
export const sharedSince = ({ world }: Looked): Date => new Date(world.now().getTime() - sharedMs);

/** Everything that uses the keys, by id, and where more may be that could not be read. */
interface Users {
  readonly ids: readonly string[];
  readonly unseen: readonly string[];
}

/** @throws {SearchUnfinished} when an answer cannot wait for it: ask again */
export async function usersOf({ keys }: Pick<Scope, 'keys'>, site: Site): Promise<Users> {
  const { world } = site;
  const policy = await world.policy();
  const notOlderThan = sharedSince(site);
  const found = await inOnePart(() =>
    inBatches(keys, atOnce, ({ key }) => world.dependents.find(key, policy, { notOlderThan })),
  );
  const all = found.flatMap(({ dependents, unknown, ownedElsewhere = [] }) => [
    ...dependents,
    ...unknown,
    ...ownedElsewhere,
  ]);
  return {
    ids: [...new Set(all.map(({ id }) => id.toLowerCase()))].toSorted(),
    unseen: [
      ...new Set(found.flatMap(({ unreadable }) => unreadable.map(({ scope, because }) => `${scope}: ${because}`))),
    ],
  };
}

/** Disabling first needs that somebody names what will stop. Answers what was accepted. @throws {UnavailabilityNotAccepted} */
export async function acceptedStops(body: StartEmergency, scope: Scope, site: Site): Promise<string | undefined> {
  if (body.containment !== 'immediate') return undefined;
  const { ids: users, unseen } = await usersOf(scope, site);
  const accepted = body.acceptUnavailability;
  const inWords = `all ${users.length}`;
  if (accepted === inWords) return inWords;
  if (Array.isArray(accepted) && users.every((id) => accepted.includes(id))) return accepted.join(', ').slice(0, 1_000);
  throw new UnavailabilityNotAccepted(users, foundIn(accepted), unseen);
}

const foundIn = (accepted: StartEmergency['acceptUnavailability']): string => {
  if (accepted === undefined) return 'none';
  return typeof accepted === 'string' ? `"${accepted}"` : `${accepted.length} ids, and not all of these`;
};
