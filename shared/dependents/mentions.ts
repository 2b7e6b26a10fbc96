import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import { readAt } from './json-path';
import { vaultPathsOf } from './reference';

interface Text {
  readonly path: string;
  readonly text: string;
}

const textsIn = (value: unknown, path: string): readonly Text[] => {
  if (typeof value === 'string') return [{ path: path.toLowerCase(), text: value.toLowerCase() }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}.${name}`));
};

const escaped = (text: string): string => text.replaceAll(/[.\\^$*+?()[\]{}|]/g, String.raw`\$&`);

/** What follows each mention of the vault in a text, such as `/keys/ledger`; empty where the vault is named alone. */
const namedIn = (text: string, host: string): readonly string[] => {
  const pattern = new RegExp(`(?<![a-z0-9.-])${escaped(host)}(?::443)?(?![a-z0-9.:-])(/[a-z]+/[0-9a-z-]+)?`, 'g');
  return [...text.matchAll(pattern)].map(([, object = '']) => object);
};

/**
 * Whether the properties of a resource speak of the key at a place that its type does not know. As wide as the search that
 * found it, but for two things that cannot be a reference to it: URLs of the vault's other objects, and the vault where it
 * stands in a reference to another key. A vault that stands anywhere else and the key's name, however far apart, count.
 */
export const mentions = (adapter: Pick<ArmDependent, 'references'>, resource: object, key: KeyUrl): boolean => {
  const texts = textsIn(readAt(resource, 'properties'), 'properties');
  const explained = new Set(vaultPathsOf(adapter, resource).map((path) => path.toLowerCase()));
  const named = texts.flatMap(({ path, text }) => namedIn(text, hostOf(key)).map((object) => ({ path, object })));
  if (named.some(({ object }) => object === `/keys/${nameOf(key)}`)) return true;
  const vaultAlone = named.some(({ path, object }) => object === '' && !explained.has(path));
  return vaultAlone && texts.some(({ text }) => text === nameOf(key) || text.includes(`"${nameOf(key)}"`));
};
