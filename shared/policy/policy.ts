import { Duration, IANAZone } from 'luxon';
import * as z from 'zod';

const isoDuration = z
  .string()
  .refine((text) => Duration.fromISO(text).isValid, { error: 'expected an ISO 8601 duration, such as P90D' });

const vaultUrl = z
  .string()
  .overwrite((url) => url.toLowerCase().replace(/\/+$/, '').replace(/:443$/, ''))
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, {
    error: 'expected the URL of a vault, such as https://payments.vault.azure.net',
  });

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time of day from 00:00 to 23:59, such as 22:00' });

/** When changes may be made. Crosses midnight where `to` is not later than `from`. */
export const Window = z.strictObject({
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).nonempty(),
  from: timeOfDay,
  to: timeOfDay,
  timeZone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), { error: 'expected an IANA time zone, such as Europe/Amsterdam' })
    .describe('IANA name'),
});
export type Window = z.infer<typeof Window>;

/** Not a number for what is no duration: that has a mistake of its own already. */
const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** Rules for the keys that it matches. Later classes are nearer: the last one that matches a key holds for it. */
export const KeyClass = z
  .strictObject({
    name: z.string().min(1),
    match: z
      .strictObject({
        vaults: z.array(vaultUrl).optional(),
        keys: z.array(z.string()).optional().describe('Names; a trailing * matches any ending'),
        tags: z.record(z.string(), z.string()).optional(),
      })
      .default({})
      .describe('All that is given must match; nothing given matches every key'),
    cryptoperiod: isoDuration.describe('Longest time from the creation of a version to its replacement'),
    notice: isoDuration
      .default('P30D')
      .describe('How long before the end of the cryptoperiod, or before expiry, rotation starts'),
    expiresAfter: isoDuration
      .optional()
      .describe('Expiry that new versions bear; otherwise the native policy, then the former lifetime'),
    overlap: isoDuration
      .default('P7D')
      .describe('How long an old version stays enabled after the last dependent moved'),
    origin: z
      .enum(['generated', 'imported'])
      .optional()
      .describe('A vault does not tell it. Absent means not established: rotation is then parked'),
    foreignVersions: z
      .enum(['follow', 'alert'])
      .default('follow')
      .describe('What to do when someone else makes a version'),
    backup: z.boolean().default(true).describe('Back the key up after its new version is proven'),
    windows: z.array(Window).default([]).describe('Routine rotations start only inside; none means at any time'),
  })
  .refine(({ notice, cryptoperiod }) => !(lengthOf(notice) >= lengthOf(cryptoperiod)), {
    path: ['notice'],
    error: 'expected a notice shorter than the cryptoperiod; otherwise each new version is due at once',
  })
  .refine(({ notice, expiresAfter }) => !expiresAfter || !(lengthOf(notice) >= lengthOf(expiresAfter)), {
    path: ['expiresAfter'],
    error: 'expected an expiry later than the notice; otherwise each new version is due at once',
  });
export type KeyClass = z.infer<typeof KeyClass>;

/** Where alerts go. Addresses and secrets are settings of the app (Key Vault references in Azure), never in this file. */
export const Sink = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('event-grid'),
    name: z.string().min(1),
    endpoint: z.url(),
    keySetting: z
      .string()
      .startsWith('REWRAP_SINK_')
      .optional()
      .describe('Setting with an access key; absent: managed identity'),
  }),
  z.strictObject({
    type: z.literal('webhook'),
    name: z.string().min(1),
    urlSetting: z.string().startsWith('REWRAP_SINK_'),
    secretSetting: z.string().startsWith('REWRAP_SINK_').describe('Standard Webhooks secret, whsec_...'),
  }),
]);
export type Sink = z.infer<typeof Sink>;

/** The one file in which an organisation says what it wants. Rewrap touches only what is in its scope. */
export const Policy = z.strictObject({
  scope: z.strictObject({
    subscriptions: z.array(z.string().toLowerCase()).describe('Where dependents are looked for'),
    vaults: z.array(vaultUrl).nonempty().describe('Vaults and Managed HSMs whose keys are looked after'),
  }),
  applicationData: z
    .array(
      z.strictObject({
        container: z.url().regex(/^https?:\/\/[^?#]+$/, {
          error: 'expected no query: a signature in it would stand in records and alerts',
        }),
        canary: z.boolean().default(false),
      }),
    )
    .default([])
    .describe('Blob containers with client-side encrypted blobs'),
  classes: z.array(KeyClass).nonempty(),
  sinks: z.array(Sink).default([]),
});
export type Policy = z.infer<typeof Policy>;
