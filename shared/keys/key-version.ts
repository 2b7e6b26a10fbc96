import * as z from 'zod';
import { KeyUrl, VersionId } from './key-url';

/** One version as listings show it. Key material never leaves the vault, so it is never here. */
export const KeyVersion = z.object({
  key: KeyUrl,
  version: VersionId,
  enabled: z.boolean(),
  createdOn: z.iso.datetime(),
  notBefore: z.iso.datetime().optional(),
  expiresOn: z.iso.datetime().optional(),
  tags: z.record(z.string(), z.string()),
  managed: z.boolean().describe('Backs a certificate: rotates with the certificate, never by itself'),
  recoveryLevel: z
    .string()
    .optional()
    .describe('As Key Vault reports it; "Purgeable" in it means that purge protection is off'),
});
export type KeyVersion = z.infer<typeof KeyVersion>;

/** What a successor must equal to do its predecessor's work. */
export const KeyShape = z.object({
  kty: z.enum(['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct', 'oct-HSM']),
  size: z.int().optional().describe('Bits; RSA and oct keys only'),
  curve: z.string().optional(),
  keyOps: z.array(z.string()),
  exportable: z.boolean(),
  hasReleasePolicy: z.boolean(),
});
export type KeyShape = z.infer<typeof KeyShape>;

/** The key's own rotation policy in the vault, as far as it concerns us. Durations are ISO 8601. */
export const NativePolicy = z.object({
  expiresIn: z.string().optional(),
  notify: z.string().optional().describe('How long before its expiry the vault tells of a version'),
  rotate: z
    .object({ timeAfterCreate: z.string().optional(), timeBeforeExpiry: z.string().optional() })
    .optional()
    .describe('Present when the vault itself rotates the key'),
});
export type NativePolicy = z.infer<typeof NativePolicy>;

/** Set by the creating call itself; holds the rotation's id. */
export const operationTag = 'rewrap-operation';

/** Oldest first. Versions of one second keep the order of the listing, which Key Vault does not promise. */
export const byAge = (a: KeyVersion, b: KeyVersion): number => a.createdOn.localeCompare(b.createdOn);

/** The version that the rotation made: the oldest that bears its id, because someone else's rotation copies tags. */
export const madeBy = (versions: readonly KeyVersion[], rotationId: string): KeyVersion | undefined =>
  versions.toSorted(byAge).find(({ tags }) => tags[operationTag] === rotationId);
