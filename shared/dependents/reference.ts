import { KeyUrl, VersionId, versionIn } from '../keys/key-url';
import type { ArmDependent, Reference, Where } from './arm-dependent';
import { readAt, textAt } from './json-path';

/** One reference to our key, as found in one resource. */
export interface Place {
  readonly where: Where;
  /** The version that the reference names; absent in a versionless one. */
  readonly version?: string;
  /** The version that the service says it uses; absent where it does not say. */
  readonly inUse?: string;
  readonly follows: Reference['follows'];
}

/** Paths of a list's member become paths from the top. */
const under = (prefix: string, where: Where): Where =>
  where.style === 'uri'
    ? { style: 'uri', path: prefix + where.path }
    : {
        style: 'split',
        vaultUri: prefix + where.vaultUri,
        keyName: prefix + where.keyName,
        ...(where.keyVersion && { keyVersion: prefix + where.keyVersion }),
      };

/** The key that a reference speaks of as one URL, as spelled in the resource. */
const keyUriAt = (resource: unknown, where: Where): string => {
  if (where.style === 'uri') return textAt(resource, where.path) ?? '';
  const vault = (textAt(resource, where.vaultUri) ?? '').replace(/\/+$/, '');
  const version = where.keyVersion && textAt(resource, where.keyVersion);
  return `${vault}/keys/${textAt(resource, where.keyName) ?? ''}/${version ?? ''}`;
};

/** Whether a reference, in whatever spelling, speaks of this key. */
export const speaksOf = (reference: string, key: KeyUrl): boolean => KeyUrl.safeParse(reference).data === key;

/** Services show the version in use as a URL or alone; a URL of another key is none of ours. */
const versionShown = (shown: string, key: KeyUrl): string | undefined => {
  const version = VersionId.safeParse(shown.split('/').findLast((part) => part !== '')).data;
  return shown.includes('/') && !speaksOf(shown, key) ? undefined : version;
};

/** Whether the last change of a resource failed. */
export const hasFailed = ({ works }: Pick<ArmDependent, 'works'>, resource: unknown): boolean => {
  const state = works && textAt(resource, works.path);
  const isBroken = state !== undefined && state.toLowerCase() !== works?.is.toLowerCase();
  return isBroken || /^(failed|cancell?ed)$/i.test(textAt(resource, 'properties.provisioningState') ?? '');
};

/** What is looked at, and for which key. */
interface Sight {
  readonly resource: unknown;
  readonly key: KeyUrl;
  readonly failed: boolean;
}

/** After a failed change a pinned reference tells what was asked for; only what a service shows of a follower is believed. */
const inUseAt = (
  { resource, key, failed }: Sight,
  path: string | undefined,
  named: Pick<Place, 'version' | 'follows'>,
) => {
  if (failed && !(path && named.follows)) return undefined;
  if (named.follows?.silent) return undefined;
  return path ? versionShown(textAt(resource, path) ?? '', key) : named.version;
};

const placeAt = (sight: Sight, reference: Reference, prefix: string): readonly Place[] => {
  const { resource, key } = sight;
  const where = under(prefix, reference.where);
  const uri = keyUriAt(resource, where);
  if (!speaksOf(uri, key)) return [];
  const version = versionIn(uri);
  const { flag } = reference.follows ?? {};
  const moves = flag ? readAt(resource, flag) === true : version === undefined;
  const follows = moves ? reference.follows : undefined;
  const inUse = inUseAt(sight, reference.inUse && prefix + reference.inUse, { follows, ...(version && { version }) });
  return [{ where, follows, ...(version && { version }), ...(inUse && { inUse }) }];
};

/** Whether the resource speaks of this key anywhere at all. */
export const mentions = (resource: object, key: KeyUrl): boolean => {
  const text = JSON.stringify(resource).toLowerCase();
  return text.includes(`"${key}"`) || text.includes(`"${key}/`);
};

/** Every reference of the resource to this key; none when it uses other keys only. */
export const placesOf = (adapter: ArmDependent, resource: unknown, key: KeyUrl): readonly Place[] => {
  const sight = { resource, key, failed: hasFailed(adapter, resource) };
  return adapter.references.flatMap((reference) => {
    const { each } = reference;
    if (!each) return placeAt(sight, reference, '');
    const members = readAt(resource, each);
    if (!Array.isArray(members)) return [];
    return members.flatMap((_, index) => placeAt(sight, reference, `${each}.${index}.`));
  });
};

/** The same reference with another version, or none: as path and value. Vault and key stay as the resource spells them. */
export const pointedAt = (
  resource: unknown,
  where: Where,
  version: string,
): readonly (readonly [string, unknown])[] => {
  if (where.style === 'split') {
    return [
      [where.vaultUri, readAt(resource, where.vaultUri)],
      [where.keyName, readAt(resource, where.keyName)],
      ...(where.keyVersion ? [[where.keyVersion, version] as const] : []),
    ];
  }
  const key = keyUriAt(resource, where).replace(/(\/keys\/[^/]+).*$/i, '$1');
  return [[where.path, version ? `${key}/${version}` : key]];
};
