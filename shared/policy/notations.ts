import * as z from 'zod';

/**
 * A length of time as policy.yaml writes it, such as `P90D`. None is negative: a grace below nothing would lie after the end of
 * the period, and the log would be silent about a time that has not come.
 */
export const IsoDuration = z.iso.duration({ error: 'expected an ISO 8601 duration, such as P90D or PT30M' });

/** A vault or Managed HSM by its URL, in one form: lower case, no default port, no trailing slash. */
export const VaultUrl = z
  .string()
  .overwrite((url) => url.toLowerCase().replace(/\/+$/, '').replace(/:443$/, ''))
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, {
    error: 'expected the URL of a vault, such as https://payments.vault.azure.net',
  });
