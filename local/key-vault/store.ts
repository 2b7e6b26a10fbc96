import { randomBytes } from 'node:crypto';
import { conflict, forbidden, keyNotFound, badParameter } from './errors';
import { currentOf, type DeletedKey, type Key, type KeyVersion } from './key';
import type { Settings } from './settings';

/** Published for Managed HSM alone; a vault has no stated limit. The refusal's code is unverified. */
const versionsOfHsmKey = 100;

export type NewVersion = Pick<
  KeyVersion,
  | 'kty'
  | 'origin'
  | 'material'
  | 'enabled'
  | 'notBefore'
  | 'expiresOn'
  | 'tags'
  | 'keyOps'
  | 'exportable'
  | 'releasePolicy'
>;

/** Gives a version its id. */
export const versionFrom = (made: NewVersion, createdOn: Date): KeyVersion => ({
  ...made,
  version: randomBytes(16).toString('hex'),
  createdOn,
  updatedOn: createdOn,
  noticed: new Set(),
});

/** Refuses to change a certificate's key apart from its certificate. Code and inner code are unverified. */
export function mustBeUnmanaged({ name, managed }: Key): void {
  if (managed) throw forbidden(`Key ${name} backs a certificate: change the certificate instead.`, 'ForbiddenByPolicy');
}

/** All keys of one vault, in memory. Names are told apart without regard to case. Nothing here waits. */
export function keyStore({ now, flavour, recoverableDays, purgeProtection }: Settings) {
  const live = new Map<string, Key>();
  const deleted = new Map<string, DeletedKey>();
  const id = (name: string) => name.toLowerCase();

  const purgeOverdue = () => {
    for (const [at, { purgesOn }] of deleted) if (purgesOn <= now()) deleted.delete(at);
  };

  const find = (name: string) => live.get(id(name));

  const get = (name: string): Key => {
    const key = find(name);
    if (!key) throw keyNotFound(name);
    return key;
  };

  const getDeleted = (name: string): DeletedKey => {
    purgeOverdue();
    const key = deleted.get(id(name));
    if (!key) throw keyNotFound(`deleted ${name}`);
    return key;
  };

  /** Refuses what would stop a new version of `name`; to be asked before material is made, and again after. */
  const mustTakeVersion = (name: string) => {
    purgeOverdue();
    if (deleted.has(id(name))) {
      throw conflict(
        `Key ${name} is deleted but recoverable, and its name cannot be used: recover or purge it first.`,
        'ObjectIsDeletedButRecoverable',
      );
    }
    const key = find(name);
    if (key?.managed) throw conflict(`Key ${name} backs a certificate: renew the certificate instead.`);
    if (flavour === 'managed-hsm' && (key?.versions.length ?? 0) >= versionsOfHsmKey) {
      throw badParameter(
        `Expected fewer than ${versionsOfHsmKey} versions of key ${name}, found as many: make a new key.`,
      );
    }
  };

  return {
    find,
    get,
    getDeleted,
    mustTakeVersion,
    live: () => [...live.values()],
    deleted: () => {
      purgeOverdue();
      return [...deleted.values()];
    },

    /** The version named, or the current one when `version` is empty. */
    version(name: string, version: string | undefined): { key: Key; version: KeyVersion } {
      const key = get(name);
      if (!version) return { key, version: currentOf(key) };
      const match = key.versions.find((one) => one.version === version.toLowerCase());
      if (!match) throw keyNotFound(`${name}/${version}`);
      return { key, version: match };
    },

    /** Adds the newest version, and the key itself with its first one. */
    add(name: string, made: NewVersion): Key {
      mustTakeVersion(name);
      const version = versionFrom(made, now());
      const key = find(name);
      if (key) {
        key.versions.push(version);
        return key;
      }
      const first: Key = { name, managed: false, versions: [version], policy: undefined };
      live.set(id(name), first);
      return first;
    },

    /** Puts in a whole key under a free name. */
    put(key: Key): void {
      mustTakeVersion(key.name);
      if (find(key.name)) throw conflict(`Key ${key.name} exists already, and a whole key needs a free name.`);
      live.set(id(key.name), key);
    },

    delete(name: string): DeletedKey {
      const key = get(name);
      mustBeUnmanaged(key);
      const deletedOn = now();
      const purgesOn = new Date(deletedOn.getTime() + recoverableDays * 86_400_000);
      const gone: DeletedKey = { ...key, deletedOn, purgesOn };
      live.delete(id(name));
      deleted.set(id(name), gone);
      return gone;
    },

    recover(name: string): Key {
      const { deletedOn: _, purgesOn: __, ...key } = getDeleted(name);
      deleted.delete(id(name));
      live.set(id(name), key);
      return key;
    },

    purge(name: string): void {
      getDeleted(name);
      if (purgeProtection) {
        throw forbidden(
          `Operation "purge" is not allowed: purge protection is on, the vault purges ${name} by itself in time.`,
          'ForbiddenByPolicy',
        );
      }
      deleted.delete(id(name));
    },
  };
}
