import { holdingOfPrincipal } from '../../shared/incidents/holding-of-principal';
import { holdingOf, holdingOfClass, type Holding } from '../../shared/incidents/scope';
import { together, type Answer } from '../../shared/incidents/mode';
import { certificateInWords } from '../../shared/incidents/secrets-in-words';
import { type Place, standbysOf } from '../../shared/incidents/standby-of';
import { mostUrgentFirst, type Tagged } from '../../shared/incidents/urgency';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { KeyVersion } from '../../shared/keys/key-version';
import type { Refusal } from '../why-refused';
import { answerIn, scopeInWords, type StartEmergency } from './emergency-body';
import type { Site } from './endpoint';
import { ClassUnknown, KeysRefused, ScopeEmpty } from './problems';
import { sortNamed } from './start-rotations';

/** One key of an emergency, how it is answered, and the clean vault to which it is to go, where that is wanted. */
export interface Wanted extends Tagged, Answer {
  readonly cleanVault?: string;
}

/** The keys that an emergency is about, most urgent first, and what is not to be rotated, with the reason. */
export interface Scope {
  readonly keys: readonly Wanted[];
  readonly refused: Refusal[];
  readonly certificates: readonly KeyUrl[];
}

const nothing = { keys: [], certificates: [], unreadable: [], refused: [] } satisfies Holding & { refused: Refusal[] };

/** @throws {KeysRefused} {ScopeEmpty} when nothing of it may be rotated. {ClassUnknown} */
export async function scopeOf(body: StartEmergency, site: Site): Promise<Scope> {
  const { world } = site;
  const policy = await world.policy();
  const named = await namedIn(body, site);
  const [ofVault, ofClass, ofPrincipal] = await Promise.all([
    body.vault === undefined ? nothing : vaultIn(body.vault, site),
    body.class === undefined ? nothing : classIn(body.class, site),
    body.principal === undefined ? nothing : holdingOfPrincipal(world, body.principal),
  ]);
  const found = [...named.keys, ...ofVault.keys, ...ofClass.keys, ...ofPrincipal.keys];
  const each = [...new Map(found.map((one) => [one.key, one])).values()];
  const placed = await withStandby(await withAnswers(mostUrgentFirst(policy, each), body, site), site);
  const others = [ofClass, ofPrincipal];
  const refused = [...named.refused, ...ofVault.refused, ...others.flatMap(unreadableOf), ...placed.refused];
  const certificates = [named, ofVault, ...others].flatMap((each) => each.certificates);
  if (placed.keys.length > 0) return { keys: placed.keys, refused, certificates };
  throw refused.length > 0 ? new KeysRefused(refused) : new ScopeEmpty(scopeInWords(body), certificates.length);
}

/** One listing of its versions tells of a key that it is there, what its tags are, and whether it belongs to a certificate. */
async function namedIn({ keys: names = [] }: StartEmergency, site: Site): Promise<Holding & { refused: Refusal[] }> {
  const { keys } = site.world;
  const found = new Map<KeyUrl, KeyVersion>();
  const sorted = await sortNamed(names, {
    ...site,
    async presence(key) {
      const versions = await keys.versions(key).catch(() => []);
      const newest = versions.at(-1);
      if (!newest) return keys.presence(key);
      found.set(key, newest);
      return 'present';
    },
  });
  const certificates = sorted.keys.filter((key) => found.get(key)?.managed);
  return {
    keys: sorted.keys
      .filter((key) => !certificates.includes(key))
      .map((key) => ({ key, tags: found.get(key)?.tags ?? {} })),
    certificates,
    unreadable: [],
    refused: [...sorted.refused, ...certificates.map(ofCertificate)],
  };
}

const ofCertificate = (key: KeyUrl): Refusal => ({ key, code: 'key-of-certificate', nextStep: certificateInWords });

const unreadableOf = ({ unreadable }: Holding): Refusal[] =>
  unreadable.map(({ vault, because }) => ({
    key: vault,
    code: 'vault-unreadable',
    nextStep: `Name its keys one by one, or mend this and call again: ${because}`,
  }));

async function vaultIn(vault: string, { world }: Site): Promise<Holding & { refused: Refusal[] }> {
  const { scope } = await world.policy();
  if (!scope.vaults.includes(vault)) {
    const nextStep = `If Rewrap shall look after it, add ${vault} to scope.vaults in policy.yaml.`;
    return { ...nothing, refused: [{ key: vault, code: 'out-of-scope', nextStep }] };
  }
  const holding = await holdingOf(world, vault);
  return { ...holding, refused: unreadableOf(holding) };
}

async function classIn(name: string, { world }: Site): Promise<Holding> {
  const names = (await world.policy()).classes.map((each) => each.name);
  if (!names.includes(name)) throw new ClassUnknown(name, names);
  return holdingOfClass(world, name);
}

/** What this call asks for, and what the incident has asked for the key before. */
async function withAnswers(keys: readonly Tagged[], body: StartEmergency, { world }: Site): Promise<Wanted[]> {
  const asked = answerIn(body);
  const earlier = new Map((await world.incidents.keys(body.incidentId)).map((each) => [each.key, each]));
  return keys.map((each) => ({ ...each, ...together(asked, earlier.get(each.key) ?? asked) }));
}

/** Where a clean vault is wanted and none is named, nothing is started for the key: another mode must be somebody's choice. */
async function withStandby(keys: readonly Wanted[], { world }: Site): Promise<{ keys: Wanted[]; refused: Refusal[] }> {
  const places = await standbysOf(
    world,
    keys.filter(({ mode }) => mode === 'clean-vault'),
  );
  const placed = keys.map((each): Wanted => {
    const cleanVault = places.get(each.key)?.vault;
    return { ...each, ...(cleanVault !== undefined && { cleanVault }) };
  });
  const lacksVault = ({ mode, cleanVault }: Wanted) => mode === 'clean-vault' && cleanVault === undefined;
  return {
    keys: placed.filter((each) => !lacksVault(each)),
    refused: placed.filter(lacksVault).map(({ key }) => withoutStandby(key, places.get(key))),
  };
}

const withoutStandby = (key: KeyUrl, { unseen }: Place = {}): Refusal =>
  unseen === undefined
    ? {
        key,
        code: 'standby-missing',
        nextStep:
          'Name a clean vault for it under standby in policy.yaml, which takes effect within a minute, and call again; or choose another mode until then.',
      }
    : {
        key,
        code: 'vault-unreadable',
        nextStep: `Which clean vault stands in for its region could not be seen: ${unseen}. Call again in a minute, or choose another mode until then.`,
      };
