import type { ArmDependent, Reference } from '../arm-dependent';
import { withAt } from '../json-path';
import { filled } from '../write-body';
import type { KeyUrl } from '../../keys/key-url';
import { hostOf, nameOf } from '../../keys/key-url';

/** What a resource's code is to say. */
export interface Wanted {
  readonly adapter: ArmDependent;
  readonly id: string;
  readonly key: KeyUrl;
  /** Empty where the key alone is named. */
  readonly version: string;
}

const indent = '  ';

/** A value as Bicep writes it. */
const written = (value: unknown, depth: number): string => {
  const [inner, outer] = [indent.repeat(depth + 1), indent.repeat(depth)];
  if (Array.isArray(value)) {
    return `[\n${value.map((each) => inner + written(each, depth + 1)).join('\n')}\n${outer}]`;
  }
  if (typeof value !== 'object' || value === null) return `'${String(value).replaceAll("'", String.raw`\'`)}'`;
  const fields = Object.entries(value).map(([name, each]) => {
    const spelled = /^[a-z_]\w*$/i.test(name) ? name : `'${name}'`;
    return `${inner}${spelled}: ${written(each, depth + 1)}`;
  });
  return `{\n${fields.join('\n')}\n${outer}}`;
};

const resource = (symbol: string, kind: string, body: Record<string, unknown>): string =>
  `resource ${symbol} '${kind}' = ${written(body, 0)}`;

/** The names in an id, `server/database` for a child. */
const nameIn = (id: string): string =>
  (id.split('/providers/').at(-1) ?? '')
    .split('/')
    .slice(1)
    .filter((_, at) => at % 2 === 1)
    .join('/');

/** The reference as fields of the resource. What spells vault and name stays as it is in the code. */
const fieldsOf = ({ where, each }: Reference, { key, version }: Wanted): Record<string, unknown> => {
  const uri = version ? `${key}/${version}` : key;
  if (where.style === 'uri') {
    return each ? withAt({}, each, [withAt({}, where.path, uri)]) : withAt({}, where.path, uri);
  }
  const parts = [
    [where.vaultUri, `https://${hostOf(key)}`],
    [where.keyName, nameOf(key)],
    ...(where.keyVersion && version ? [[where.keyVersion, version]] : []),
  ];
  const member = parts.reduce<Record<string, unknown>>((made, [path = '', value]) => withAt(made, path, value), {});
  return each ? withAt({}, each, [member]) : member;
};

/** A call of the adapter that makes something beside the resource, or changes it by what is no reference, as SQL's do. */
const bySet = (wanted: Wanted): readonly string[] | undefined => {
  const { adapter, id } = wanted;
  if (!adapter.writes.some(({ set }) => set)) return undefined;
  return adapter.writes.map(({ at, set = {} }, number) => {
    const [collection = '', name = ''] = (at ?? adapter.part ?? '').split('/');
    const fields = Object.entries(set).reduce<Record<string, unknown>>(
      (body, [path, template]) => withAt(body, path, filled(template, wanted)),
      {},
    );
    const kind = `${adapter.type}/${collection}@${adapter.apiVersion}`;
    return resource(number === 0 ? 'newKey' : 'protector', kind, {
      name: `${nameIn(id)}/${filled(name, wanted)}`,
      ...fields,
    });
  });
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> =>
  Object.entries(b).reduce<Record<string, unknown>>((all, [name, value]) => {
    const before = all[name];
    return { ...all, [name]: isObject(before) && isObject(value) ? merged(before, value) : value };
  }, a);

/**
 * The lines of Bicep that point the resource at the version, or the key, made of the adapter's own paths: only what names the key. Of a type
 * with several references all are shown.
 */
export const bicepFor = (wanted: Wanted): string => {
  const { adapter, id } = wanted;
  const special = bySet(wanted);
  if (special) return special.join('\n\n');
  const body = adapter.references.map((each) => fieldsOf(each, wanted)).reduce(merged, {});
  return resource('pinned', `${adapter.type}@${adapter.apiVersion}`, { name: nameIn(id), ...body });
};
