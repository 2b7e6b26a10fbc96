import { messageOf } from '../errors';
import { type KeyUrl } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import type { World } from '../world';
import type { Tagged } from './urgency';

/** What vaults hold that an incident is about. */
export interface Holding {
  readonly keys: readonly Tagged[];
  /** Keys that belong to certificates: they are renewed, not rotated. */
  readonly certificates: readonly KeyUrl[];
  /** Vaults that could not be listed, and why. */
  readonly unreadable: readonly { readonly vault: string; readonly because: string }[];
}

type Ports = Pick<World, 'keys' | 'policy'>;

/** Every key of a vault. One that cannot be listed is named. */
export async function holdingOf(
  { keys }: { readonly keys: Pick<World['keys'], 'list'> },
  vault: string,
): Promise<Holding> {
  const found: Tagged[] = [];
  const certificates: KeyUrl[] = [];
  try {
    let from: string | undefined;
    do {
      const page: Awaited<ReturnType<World['keys']['list']>> = await keys.list(vault, from);
      found.push(...page.keys.filter(({ managed }) => !managed).map(({ key, tags }) => ({ key, tags })));
      certificates.push(...page.keys.filter(({ managed }) => managed).map(({ key }) => key));
      from = page.next;
    } while (from !== undefined);
    return { keys: found, certificates, unreadable: [] };
  } catch (error) {
    return { keys: found, certificates, unreadable: [{ vault, because: messageOf(error) }] };
  }
}

/** Every key of a class, in all vaults of the policy. */
export async function holdingOfClass(world: Ports, name: string): Promise<Holding> {
  const policy = await world.policy();
  const holdings = await Promise.all(policy.scope.vaults.map((vault) => holdingOf(world, vault)));
  const isOfClass = ({ key, tags }: Tagged) => classOf(policy, key, tags)?.name === name;
  return {
    keys: holdings.flatMap(({ keys }) => keys).filter(isOfClass),
    certificates: holdings.flatMap(({ certificates }) => certificates).filter((key) => isOfClass({ key, tags: {} })),
    unreadable: holdings.flatMap(({ unreadable }) => unreadable),
  };
}

/** Keys with the tags of their newest versions. A vault that does not answer keeps nobody from his turn. */
export const withTags = ({ keys }: Ports, named: readonly KeyUrl[]): Promise<Tagged[]> =>
  Promise.all(
    named.map(async (key) => {
      const versions = await keys.versions(key).catch(() => []);
      return { key, tags: versions.at(-1)?.tags ?? {} };
    }),
  );
