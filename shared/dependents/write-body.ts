import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import type { Write } from './arm-dependent';
import { pick, withAt, without } from './json-path';
import { pointedAt, type Place } from './reference';

/** Which references to point where; an empty version makes them versionless. */
export interface Pointing {
  readonly key: KeyUrl;
  readonly places: readonly Place[];
  readonly version: string;
}

/** Fills the placeholders of a path or value. */
export const filled = (template: string, { key, version }: Pick<Pointing, 'key' | 'version'>): string =>
  template
    .replaceAll('{keyUri}', `${key}/${version}`)
    .replaceAll('{vault}', hostOf(key).split(/[.:]/)[0] ?? '')
    .replaceAll('{name}', nameOf(key))
    .replaceAll('{version}', version);

const listsOf = (places: readonly Place[]): readonly string[] =>
  places.flatMap(({ where }) => {
    const path = where.style === 'uri' ? where.path : where.keyName;
    return /^(.*?)\.\d+\./.exec(path)?.[1] ?? [];
  });

/** The body of one write: what must be repeated, as found, and the references pointed at the version. Nothing else. */
export const bodyOf = (write: Write, resource: object, pointing: Pointing): Record<string, unknown> => {
  const { places, version } = pointing;
  // ARM replaces lists as a whole, so members that are not ours are sent back as they are.
  const kept = write.keepAllBut
    ? without(resource, write.keepAllBut)
    : pick(resource, [...(write.keep ?? []), ...listsOf(places)]);
  const changes = write.set
    ? Object.entries(write.set).map(([path, template]) => [path, filled(template, pointing)] as const)
    : places.flatMap(({ where }) => pointedAt(resource, where, version));
  return changes.reduce((body, [path, value]) => withAt(body, path, value), kept);
};
