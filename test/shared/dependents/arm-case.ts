import type { Seed } from '../../../local/arm/resources';
import { group, host, idOf, key, v1, v2, type Call } from './arm-estate';

/** One kind of resource as an estate holds it, and the writes that move it from v1 to v2: these and no others. */
export interface ArmCase {
  readonly type: string;
  readonly id: string;
  readonly pinned?: readonly Seed[];
  readonly following?: readonly Seed[];
  /** It tells no version while it follows. */
  readonly silent?: true;
  /** A change that goes on after the answer names no operation to ask, so nobody is told why it failed. */
  readonly untold?: true;
  /** On v1, or without a version, and moved by a person only. */
  readonly byHand?: readonly Seed[];
  /** Found like any other, but what becomes of it is tested in a file of its own. */
  readonly tested?: readonly Seed[];
  readonly writes: readonly Call[];
  /** Writes in an emergency, where following it can be made to move at once. */
  readonly nudges: readonly Call[];
}

export const seed = (path: string, properties: Seed['properties'], more: Partial<Seed> = {}): Seed => ({
  id: `${group}/providers/${path}`,
  location: 'westeurope',
  properties,
  ...more,
});

export const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
export const vault = `https://${host}/`;

/** The key with a version, or without when it is empty. */
export const uri = (version: string): string => (version ? `${key}/${version}` : key);

/** Vault, name and version of the key as most services keep them apart. */
export const apart = (version: string) => ({ keyVaultUri: vault, keyName: 'Ledger', keyVersion: version });

interface Single {
  /** Type and name, such as `Microsoft.Kusto/clusters/logs`. */
  readonly path: string;
  /** Properties with a reference to the version, or to none when it is empty. */
  readonly holds: (version: string) => Seed['properties'];
  /** The properties that move it; absent: what it holds. */
  readonly sends?: (version: string) => Seed['properties'];
  readonly method?: 'PATCH' | 'PUT';
  /** How it behaves without a version: not at all, or telling the version in use, or silent. */
  readonly follows?: 'shown' | 'silent';
  readonly nudged?: true;
  readonly untold?: true;
  /** What it has beside the properties, all of which is sent where it is written in one piece. */
  readonly beside?: Partial<Seed>;
  /** What it lies in. */
  readonly parents?: readonly Seed[];
}

/** A type that holds the key in its properties and is moved by one write to itself. */
export const single = (given: Single): ArmCase => {
  const { path, holds, sends = holds, method = 'PATCH', follows, nudged, untold, beside = {}, parents = [] } = given;
  const parts = path.split('/');
  const write = (version: string): Call => ({
    method,
    path: idOf(path),
    body: { ...(method === 'PUT' && beside), properties: sends(version) },
  });
  return {
    type: parts.filter((_, at) => at === 0 || at % 2 === 1).join('/'),
    id: idOf(path),
    pinned: [...parents, seed(path, holds(v1), beside)],
    ...(follows && { following: [...parents, seed(path, holds(''), beside)] }),
    ...(follows === 'silent' && { silent: true }),
    ...(untold && { untold }),
    writes: [write(v2)],
    nudges: nudged ? [write(v2), write('')] : [],
  };
};
