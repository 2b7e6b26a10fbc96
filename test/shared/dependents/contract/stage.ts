import type { FaultInput } from '../../../../local/arm/faults';
import type { Seed } from '../../../../local/arm/resources';
import type { Kind } from '../../../../local/search/search-object';
import { seed } from '../arm-case';
import { anArmEstate, v2, type ArmEstate } from '../arm-estate';
import { aSearchEstate, service, serviceId } from '../search/search-estate';

type Driven =
  | 'dependents'
  | 'writes'
  | 'answers'
  | 'moves'
  | 'now'
  | 'pass'
  | 'create'
  | 'rights'
  | 'only'
  | 'step'
  | 'stepBack'
  | 'drive'
  | 'driveBack';

/** One dependent on v1 of the key in the emulator that knows it, with v2 there: what the contract needs of any of them. */
export interface Stage extends Pick<ArmEstate, Driven> {
  readonly inject: (fault: FaultInput) => void;
  /** Somebody else deletes the dependent. */
  readonly remove: () => void;
  /** What it holds by now. */
  readonly holds: () => unknown;
  /** Whether its service can still read its data. */
  readonly health: () => 'ok' | 'no-key';
}

/** How a stage may differ. */
export interface Wishes {
  /** Followers take for ever. */
  readonly late?: boolean;
}

const orders = seed('Microsoft.KeyVault/vaults/orders', { vaultUri: 'https://orders.vault.azure.net/' });

/** A resource of that type and id, from these seeds. */
export const armStage =
  (type: string, id: string, seeds: readonly Seed[]) =>
  ({ late = false }: Wishes = {}): Stage => {
    const never = { [type]: 1e6, [`${type}/encryptionProtector`]: 1e6 };
    const estate = anArmEstate(late ? { lagMinutes: never } : {});
    const { emulator } = estate;
    for (const each of [orders, ...seeds]) emulator.put(each);
    estate.pass(60);
    estate.create(v2);
    return {
      ...estate,
      inject: (fault) => emulator.inject(fault),
      remove: () => emulator.remove(id),
      holds() {
        const { properties, tags, location } = emulator.get(id) ?? {};
        return { properties, tags, location };
      },
      health: () => emulator.health(id),
    };
  };

/** An object of a search service. */
export const searchStage = (kind: Kind, object: { readonly name: string }) => (): Stage => {
  const estate = aSearchEstate();
  const { search } = estate;
  search.put(service, kind, object);
  estate.pass(60);
  estate.create(v2);
  return {
    ...estate,
    inject: (fault) => search.inject(fault),
    remove: () => search.remove(service, kind, object.name),
    holds: () => search.get(service, kind, object.name),
    health: () => 'ok',
  };
};

/** The address of an object in the data plane, as faults and writes name it. */
export const searchPath = (kind: Kind, name: string): string => `/${service}/${kind}('${name}')`;
export const searchId = (kind: Kind, name: string): string => `${serviceId}/${kind}/${name}`;
