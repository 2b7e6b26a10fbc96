import * as z from 'zod';
import { hashOf } from '../hash';

/** One spelling for one key: lower case, no default port, no version, no trailing slash. */
const canonical = (url: string): string =>
  url
    .toLowerCase()
    .replace(/^(https:\/\/[^/]+?):443(?=\/)/, '$1')
    .replace(/^(https:\/\/[^/]+\/keys\/[^/]+)\/.*$/, '$1');

/**
 * A key in a vault or Managed HSM in its one canonical form, e.g. `https://payments.vault.azure.net/keys/ledger`. Reads
 * versioned, upper-case and port-bearing spellings. Every hash, table key and comparison uses this form.
 */
export const KeyUrl = z
  .string()
  .trim()
  .overwrite(canonical)
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/keys\/[0-9a-z-]{1,127}$/, {
    error: 'expected the URL of a key, such as https://payments.vault.azure.net/keys/ledger',
  })
  .brand('KeyUrl');
export type KeyUrl = z.infer<typeof KeyUrl>;

/** A version's system id in a vault: 32 hexadecimal digits. */
export const VersionId = z
  .string()
  .regex(/^[0-9a-f]{32}$/i)
  .toLowerCase();

/** `https://payments.vault.azure.net`, as vaults are named in the policy. */
export const vaultOf = (key: KeyUrl): string => new URL(key).origin;
/** `payments.vault.azure.net`, port included where it is not 443. */
export const hostOf = (key: KeyUrl): string => new URL(key).host;
export const nameOf = (key: KeyUrl): string => key.slice(key.lastIndexOf('/') + 1);
/** Whether a Managed HSM holds it, by the names that Azure gives them in every cloud. */
export const isInManagedHsm = (key: KeyUrl): boolean => hostOf(key).includes('.managedhsm.');
/** Brings a deleted key back. The CLI takes no key's id for that, only the deleted object's. */
export const recoverCommand = (key: KeyUrl): string =>
  `az keyvault key recover --id ${key.replace('/keys/', '/deletedkeys/')}`;
export const versionUrl = (key: KeyUrl, version: string): string => `${key}/${version}`;

/** The version in a key reference, or `undefined` where it names none. */
export const versionIn = (reference: string): string | undefined =>
  /\/keys\/[^/]+\/([0-9a-f]{32})\/?$/i.exec(reference)?.[1]?.toLowerCase();

/** Short stable name of a key: 16 hexadecimal digits. Rotation ids start with it; instance ids and tables are keyed by it. */
export const keyId = (key: KeyUrl): string => hashOf(key).slice(0, 16);
