import { Duration } from 'luxon';
import * as z from 'zod';

/** A length of time as policy.yaml writes it, such as `P90D`. */
export const IsoDuration = z
  .string()
  .refine((text) => Duration.fromISO(text).isValid, { error: 'expected an ISO 8601 duration, such as P90D' });

/** A vault or Managed HSM by its URL, in one form: lower case, no default port, no trailing slash. */
export const VaultUrl = z
  .string()
  .overwrite((url) => url.toLowerCase().replace(/\/+$/, '').replace(/:443$/, ''))
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, {
    error: 'expected the URL of a vault, such as https://payments.vault.azure.net',
  });
