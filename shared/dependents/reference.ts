import { KeyUrl, nameOf, vaultOf, VersionId, versionIn } from '../keys/key-url';
import type { ArmDependent, Reference, Where } from './arm-dependent';
import { readAt, textAt } from './json-path';

/** One reference to a key of ours, as found in one resource. */
export interface Place {
  readonly key: KeyUrl;
  readonly where: Where;
  /** The version that the reference names; absent in a versionless one. */
  readonly version?: string;
  /** The version that the service says it uses; absent where it does not say. */
  readonly inUse?: string;
  readonly follows: Reference['follows'];
  /** Where it repeats the vault. */
  readonly vault?: string;
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

/** A vault that is named by its resource id bears, as its name, the first label of its host. */
const vaultNamed = (text: string, key: KeyUrl | undefined): string =>
  key && text.startsWith('/') && text.split('/').at(-1)?.toLowerCase() === firstLabelOf(key) ? vaultOf(key) : text;

const firstLabelOf = (key: KeyUrl): string => new URL(key).hostname.split('.')[0] ?? '';

/** The key that a reference speaks of as one URL, as spelled in the resource; by a resource id only if it may be `key`. */
const keyUriAt = (resource: unknown, where: Where, key?: KeyUrl): string => {
  if (where.style === 'uri') return textAt(resource, where.path) ?? '';
  const vault = vaultNamed((textAt(resource, where.vaultUri) ?? '').replace(/\/+$/, ''), key);
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
export const hasFailed = ({ probe }: Pick<ArmDependent, 'probe'>, resource: unknown): boolean => {
  const state = probe && textAt(resource, probe.path);
  const isBroken = state !== undefined && state.toLowerCase() !== probe?.is.toLowerCase();
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

/** As the reference describes it, if it follows as it stands. */
const following = ({ follows }: Reference, resource: unknown, version: string | undefined): Reference['follows'] => {
  const moves = follows?.flag ? readAt(resource, follows.flag) === true : version === undefined;
  return moves ? follows : undefined;
};

const placeAt = (sight: Sight, reference: Reference, prefix: string): readonly Place[] => {
  const { resource, key } = sight;
  const where = under(prefix, reference.where);
  const uri = keyUriAt(resource, where, key);
  if (!speaksOf(uri, key)) return [];
  const version = versionIn(uri);
  const follows = following(reference, resource, version);
  const shown = reference.inUse ?? follows?.inUse;
  const inUse = inUseAt(sight, shown && prefix + shown, { follows, ...(version && { version }) });
  const vault = reference.vault && prefix + reference.vault;
  return [{ key, where, follows, ...(version && { version }), ...(inUse && { inUse }), ...(vault && { vault }) }];
};

/** The references of a type, each with the path of the list member it lies in. */
const spread = (
  { references }: Pick<ArmDependent, 'references'>,
  resource: unknown,
): readonly (readonly [Reference, string])[] =>
  references.flatMap((reference): (readonly [Reference, string])[] => {
    const { each } = reference;
    if (!each) return [[reference, '']];
    const members = readAt(resource, each);
    return Array.isArray(members) ? members.map((_, index) => [reference, `${each}.${index}.`]) : [];
  });

/** Every reference of the resource to this key; none when it uses other keys only. */
export const placesOf = (adapter: ArmDependent, resource: unknown, key: KeyUrl): readonly Place[] => {
  const sight = { resource, key, failed: hasFailed(adapter, resource) };
  return spread(adapter, resource).flatMap(([reference, prefix]) => placeAt(sight, reference, prefix));
};

/** Where the type's references name a vault of some key, whichever it is. */
export const vaultPathsOf = (adapter: Pick<ArmDependent, 'references'>, resource: unknown): readonly string[] =>
  spread(adapter, resource).flatMap(([{ where }, prefix]) => {
    const at = under(prefix, where);
    return at.style === 'split' && KeyUrl.safeParse(keyUriAt(resource, at)).success ? [at.vaultUri] : [];
  });

/** Where a reference is to point; an empty version makes it versionless. */
export interface Target {
  readonly where: Where;
  readonly key: KeyUrl;
  readonly version: string;
  /** What repeats the vault, if that is another one then. */
  readonly vault?: string;
}

/** The reference as it is to be, as path and value. A key that stays is spelled as the resource spells it. */
export const pointedAt = (
  resource: unknown,
  { where, key, version }: Target,
): readonly (readonly [string, unknown])[] => {
  const found = keyUriAt(resource, where, key);
  const stays = speaksOf(found, key);
  if (where.style === 'uri') {
    const spelled = stays ? found.replace(/(\/keys\/[^/]+).*$/i, '$1') : key;
    return [[where.path, version ? `${spelled}/${version}` : spelled]];
  }
  const vault = textAt(resource, where.vaultUri);
  const anotherVault = vaultOf(key) + (vault?.endsWith('/') ? '/' : '');
  return [
    [where.vaultUri, stays ? vault : anotherVault],
    [where.keyName, stays ? readAt(resource, where.keyName) : nameOf(key)],
    ...(where.keyVersion ? [[where.keyVersion, version] as const] : []),
  ];
};
