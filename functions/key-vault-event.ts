import * as z from 'zod';
import { KeyUrl, VersionId, versionIn } from '../shared/keys/key-url';

/** Source: event-grid/event-schema-key-vault. All begin with `Microsoft.KeyVault.` on the wire. */
const keyEvents = ['KeyNewVersionCreated', 'KeyNearExpiry', 'KeyExpired'] as const;
const otherEvents = [
  'SecretNewVersionCreated',
  'SecretNearExpiry',
  'SecretExpired',
  'CertificateNewVersionCreated',
  'CertificateNearExpiry',
  'CertificateExpired',
] as const;

/** What a vault's event subscription must let through: all ten types, as they are called on the wire. */
export const eventTypes: readonly string[] = [...keyEvents, ...otherEvents, 'VaultAccessPolicyChanged'].map(
  (what) => `Microsoft.KeyVault.${what}`,
);

/** Documentation, schema and wire disagree on the casing and padding of names in `data`; they are made one here. */
const looseNames = z
  .record(z.string(), z.unknown())
  .transform((data) =>
    Object.fromEntries(Object.entries(data).map(([name, value]) => [name.trim().toLowerCase(), value])),
  );

/** `https://payments.vault.azure.net` of any object in it. */
const vaultIn = (objectUrl: string): string | undefined =>
  /^https:\/\/[a-z0-9.-]+(:\d{1,5})?(?=\/)/i.exec(objectUrl)?.[0].toLowerCase().replace(/:443$/, '');

/** The fields that both envelopes have, by their one name. Dates are not read: what holds is what the vault says. */
const Envelope = z
  .object({
    id: z.string().min(1),
    type: z.string().optional(),
    eventType: z.string().optional(),
    data: looseNames.pipe(z.object({ id: z.string().trim() })),
  })
  .transform(({ id, type, eventType, data }) => ({
    id,
    what: (type ?? eventType ?? '').replace(/^Microsoft\.KeyVault\./, ''),
    key: data.id,
    version: versionIn(data.id),
    vault: vaultIn(data.id),
  }));

/** Any event of a vault. What `Id` holds when an access policy changed is not documented: the vault may be unknown then. */
const KeyVaultEvent = z.discriminatedUnion('what', [
  z.object({ id: z.string(), what: z.enum(keyEvents), vault: z.string(), key: KeyUrl, version: VersionId }),
  z.object({ id: z.string(), what: z.enum(otherEvents), vault: z.string() }),
  z.object({ id: z.string(), what: z.literal('VaultAccessPolicyChanged'), vault: z.string().optional() }),
]);
export type KeyVaultEvent = z.infer<typeof KeyVaultEvent>;

/** Reads an event in the Event Grid or the CloudEvents schema, or says what is wrong with it. Never throws. */
export function readKeyVaultEvent(raw: unknown): { event: KeyVaultEvent } | { unreadable: string } {
  const envelope = Envelope.safeParse(raw);
  if (!envelope.success) return { unreadable: z.prettifyError(envelope.error) };
  const event = KeyVaultEvent.safeParse(envelope.data);
  return event.success ? { event: event.data } : { unreadable: z.prettifyError(event.error) };
}
