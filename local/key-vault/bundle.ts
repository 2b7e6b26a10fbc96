import type { DeletedKey, Key, KeyVersion } from './key';
import type { Settings } from './settings';

/** Unix seconds, cut off as the service does. */
export const seconds = (date: Date | undefined): number | undefined => date && Math.floor(date.getTime() / 1000);

export const kidOf = (baseUrl: string, name: string, version?: string) =>
  [`${baseUrl}/keys/${name}`, ...(version ? [version] : [])].join('/');

/** How a vault shows its keys on the wire. Members that are `undefined` are left out by JSON. */
export function renderer({ baseUrl, purgeProtection, recoverableDays }: Settings) {
  const custom = recoverableDays < 90 ? 'CustomizedRecoverable' : 'Recoverable';
  const recoveryLevel = purgeProtection ? custom : `${custom}+Purgeable`;

  const attributes = (version: KeyVersion) => ({
    enabled: version.enabled,
    nbf: seconds(version.notBefore),
    exp: seconds(version.expiresOn),
    created: seconds(version.createdOn),
    updated: seconds(version.updatedOn),
    recoverableDays,
    recoveryLevel,
  });

  const bundle = (key: Key, version: KeyVersion) => ({
    key: {
      kid: kidOf(baseUrl, key.name, version.version),
      kty: version.kty,
      key_ops: version.keyOps,
      ...version.material.publicJwk,
    },
    attributes: { ...attributes(version), exportable: version.exportable },
    tags: version.tags,
    managed: key.managed || undefined,
    release_policy: version.releasePolicy,
  });

  const item = (key: Key, version: KeyVersion, kid: string) => ({
    kid,
    attributes: attributes(version),
    tags: version.tags,
    managed: key.managed || undefined,
  });

  const deletion = (key: DeletedKey) => ({
    recoveryId: `${baseUrl}/deletedkeys/${key.name}`,
    deletedDate: seconds(key.deletedOn),
    scheduledPurgeDate: seconds(key.purgesOn),
  });

  return {
    bundle,
    deletion,
    /** Listings of keys name no version, listings of versions do. */
    keyItem: (key: Key, current: KeyVersion) => item(key, current, kidOf(baseUrl, key.name)),
    versionItem: (key: Key, version: KeyVersion) => item(key, version, kidOf(baseUrl, key.name, version.version)),
  };
}
