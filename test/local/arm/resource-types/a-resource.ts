import { anEstate, group, minutes } from '../estate';
import type { TypeCase } from './type-case';

/** The resource on v1, or following it, in an estate that then gets v2, and what can be done with it. */
export function aResource({ type, apiVersion, names = ['one'], ...rest }: TypeCase, version?: string) {
  const buckets = { writes: { size: 1e6, refillPerSecond: 1 } };
  const estate = anEstate({ operationSeconds: 60, throttle: { buckets } });
  const [provider = '', ...types] = type.split('/');
  const id = [group, 'providers', provider, ...types.flatMap((each, index) => [each, names[index] ?? ''])].join('/');
  for (const seed of rest.beside ?? []) estate.arm.put(seed);
  estate.arm.put({ id, location: 'westeurope', ...rest.fields, properties: rest.properties(version) });
  estate.pass(minutes(1));
  estate.vault.create('v2');

  const path = `${id}?api-version=${apiVersion}`;
  const read = async () => (await estate.ask('GET', path)).body;
  return {
    ...estate,
    path,
    read,
    write: (body: unknown) => estate.ask(rest.method ?? 'PATCH', path, body),
    /** What the property at the path shows, as text. */
    shows: async (property: string) => {
      const body = await read();
      return property.split('.').reduce<unknown>(inside, inside(body, 'properties'));
    },
    inUse: () => estate.arm.keyLog(id).flatMap(({ version: used, until }) => (until ? [] : [used])),
    health: () => estate.arm.health(id),
  };
}

const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
