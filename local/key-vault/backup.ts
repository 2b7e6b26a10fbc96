import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { badParameter } from './errors';
import type { Key } from './key';
import { kindOf } from './key-flavours';
import { materialFromJwk } from './material/generate';
import type { Settings } from './settings';
import { Kty, LifetimeAction } from './wire';

const SavedVersion = z.object({
  version: z.string(),
  kty: Kty,
  secret: z.record(z.string(), z.string()),
  createdOn: z.coerce.date(),
  updatedOn: z.coerce.date(),
  enabled: z.boolean(),
  exportable: z.boolean(),
  notBefore: z.coerce.date().optional(),
  expiresOn: z.coerce.date().optional(),
  origin: z.enum(['generated', 'imported']),
  tags: z.record(z.string(), z.string()),
  keyOps: z.array(z.string()),
  releasePolicy: z.record(z.string(), z.unknown()).optional(),
});

const SavedPolicy = z.object({
  actions: z.array(LifetimeAction),
  expiryTime: z.string().optional(),
  createdOn: z.coerce.date(),
  updatedOn: z.coerce.date(),
});

/** What lies under a backup's cover. Unverified: that the rotation policy is part of it. */
const Saved = z.object({
  name: z.string(),
  policy: SavedPolicy.optional(),
  versions: z.tuple([SavedVersion], SavedVersion),
});

/** Source: Key Vault general/backup, by which a backup of more may fail; here it always does. */
const mostVersions = 500;

type Place = Pick<Settings, 'geography' | 'flavour'>;

/** All versions of a key, sealed: a blob that opens only in a vault of the same kind and geography. */
export function backupOf(key: Key, place: Place): Buffer {
  if (key.versions.length > mostVersions) {
    throw badParameter(
      `Expected at most ${mostVersions} versions of key ${key.name} to back up, found ${key.versions.length}.`,
    );
  }
  const { name, policy } = key;
  const versions = key.versions.map(({ material, ...version }) => ({ ...version, secret: material.secretJwk() }));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', coverKey(place), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ name, policy, versions })), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** The key as it was when it was backed up. Anything else than a backup from the same place is refused by a 400. */
export function fromBackup(blob: Buffer, place: Place): Key {
  const { name, policy, versions } = Saved.parse(JSON.parse(opened(blob, place)));
  const [first, ...others] = versions;
  return {
    name,
    managed: false,
    policy: policy && { ...policy, expiryTime: policy.expiryTime },
    versions: [revived(first), ...others.map(revived)],
  };
}

const revived = ({ secret, ...saved }: z.infer<typeof SavedVersion>) => ({
  ...saved,
  notBefore: saved.notBefore,
  expiresOn: saved.expiresOn,
  releasePolicy: saved.releasePolicy,
  material: materialFromJwk(kindOf(saved.kty), secret),
  noticed: new Set<never>(),
});

function opened(blob: Buffer, place: Place): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', coverKey(place), blob.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(blob.subarray(12, 28));
    return Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]).toString();
  } catch {
    throw badParameter('Expected a backup made in this geography by the same kind of vault, found something else.');
  }
}

/** No secret, only a cover: backups shall be opaque and survive a restart of the emulator. */
const coverKey = ({ geography, flavour }: Place) =>
  Buffer.from(hkdfSync('sha256', geography, '', flavour === 'managed-hsm' ? 'managed-hsm' : 'vault', 32));
