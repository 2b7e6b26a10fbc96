import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import type { Write } from './arm-dependent';
import { pick, withAt, without } from './json-path';
import { pointedAt, type Target } from './reference';

/** Which references to point where; an empty version makes them versionless. */
export interface Pointing {
  readonly key: KeyUrl;
  readonly version: string;
  readonly targets: readonly Target[];
  /** Resource id of the vault, where it is another one and could be seen. */
  readonly vaultId?: string;
}

/** Fills the placeholders of a path or value. */
export const filled = (template: string, { key, version }: Pick<Pointing, 'key' | 'version'>): string =>
  template
    .replaceAll('{keyUri}', `${key}/${version}`)
    .replaceAll('{vault}', hostOf(key).split(/[.:]/)[0] ?? '')
    .replaceAll('{name}', nameOf(key))
    .replaceAll('{version}', version);

const listsOf = (targets: readonly Target[]): readonly string[] =>
  targets.flatMap(({ where }) => {
    const path = where.style === 'uri' ? where.path : where.keyName;
    return /^(.*?)\.\d+\./.exec(path)?.[1] ?? [];
  });

const changesOf = (write: Write, resource: object, pointing: Pointing): readonly (readonly [string, unknown])[] => {
  if (write.set) return Object.entries(write.set).map(([path, template]) => [path, filled(template, pointing)]);
  const { targets, vaultId } = pointing;
  return targets.flatMap((target) => [
    ...pointedAt(resource, target),
    ...(target.vault && vaultId ? [[`${target.vault}.id`, vaultId] as const] : []),
  ]);
};

/** The body of one write: what must be repeated, as found, and the references pointed at the version. Nothing else. */
export const bodyOf = (write: Write, resource: object, pointing: Pointing): Record<string, unknown> => {
  const { targets } = pointing;
  // ARM replaces lists as a whole, so members that are not ours are sent back as they are.
  const kept = write.keepAllBut
    ? without(resource, write.keepAllBut)
    : pick(resource, [...(write.keep ?? []), ...listsOf(targets)]);
  const left = targets.flatMap(({ vault }) => vault ?? []);
  return changesOf(write, resource, pointing).reduce(
    (body, [path, value]) => withAt(body, path, value),
    without(kept, left),
  );
};
