import * as z from 'zod';
import { KeyUrl } from '../shared/keys/key-url';

/** What a machine says of a vault or of keys, whoever it is. It is a hint: it never says that a key has leaked. */
export interface AlertSignal {
  readonly id: string;
  readonly source: 'defender' | 'monitor' | 'webhook';
  /** Type of the alert, or name of the rule that raised it. */
  readonly rule: string;
  readonly summary: string;
  /** False where it only says that something is over. */
  readonly fired: boolean;
  /** When it was seen, by whoever tells of it. */
  readonly at?: string;
  /** Resource ids of vaults and Managed HSMs, in lower case. */
  readonly resources: readonly string[];
  /** URLs of vaults. */
  readonly vaults: readonly string[];
  readonly keys: readonly KeyUrl[];
}

const aVault =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.keyvault\/(vaults|managedhsms)\/[^/]+$/;

/** Of all texts that an alert holds, those that name a vault or a key; where they stand differs from service to service. */
function namedIn(texts: readonly string[]): Pick<AlertSignal, 'resources' | 'vaults' | 'keys'> {
  const lower = [...new Set(texts.map((text) => text.trim().toLowerCase().replace(/\/+$/, '')))];
  const keys = lower.flatMap((text) => KeyUrl.safeParse(text).data ?? []);
  return {
    resources: lower.filter((text) => aVault.test(text)),
    vaults: lower.filter((text) => /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(text)),
    keys: [...new Set(keys)],
  };
}

/** Both spellings of one name: exports spell it as REST does, Logic Apps with a capital. Source: schemas of Defender for Cloud. */
const loosely = z
  .record(z.string(), z.unknown())
  .transform((data) => Object.fromEntries(Object.entries(data).map(([name, value]) => [name.toLowerCase(), value])));

/** A time in whatever precision; whoever tells none, or something else, tells none. */
const Seen = z
  .string()
  .transform((text) => new Date(text).toISOString())
  .optional()
  .catch(undefined);

const seenAt = (at: string | undefined) => at !== undefined && { at };

const Texts = z.record(z.string(), z.unknown()).catch({});

const Defender = loosely.pipe(
  z.object({
    systemalertid: z.string().min(1),
    alerttype: z.string().regex(/^KV_/i, { error: 'expected an alert about Key Vault' }),
    alertdisplayname: z.string().default(''),
    status: z.string().default('Active'),
    timegeneratedutc: Seen,
    timegenerated: Seen,
    compromisedentity: z.string().default(''),
    azureresourceid: z.string().default(''),
    resourceidentifiers: z
      .array(loosely.pipe(z.object({ azureresourceid: z.string().default('') })))
      .nullish()
      .transform((all) => all ?? []),
    extendedproperties: Texts,
  }),
);

/** The object itself, or what REST wraps it in. */
const Wrapped = z.object({ properties: z.record(z.string(), z.unknown()) });

function defenderIn(raw: unknown): AlertSignal | undefined {
  const found = Defender.safeParse(Wrapped.safeParse(raw).data?.properties ?? raw).data;
  if (!found) return undefined;
  const { compromisedentity, azureresourceid, resourceidentifiers, extendedproperties } = found;
  const others = Object.values(extendedproperties).filter((value) => typeof value === 'string');
  const ids = resourceidentifiers.map((each) => each.azureresourceid);
  return {
    id: found.systemalertid.toLowerCase(),
    source: 'defender',
    rule: found.alerttype,
    summary: found.alertdisplayname || found.alerttype,
    fired: ['active', 'new', 'inprogress'].includes(found.status.toLowerCase()),
    ...seenAt(found.timegeneratedutc ?? found.timegenerated),
    ...namedIn([compromisedentity, azureresourceid, ...ids, ...others]),
  };
}

const Dimensions = z
  .object({
    condition: z.object({
      allOf: z.array(z.object({ dimensions: z.array(z.object({ value: z.string() })).nullish() })),
    }),
  })
  .transform(({ condition }) =>
    condition.allOf.flatMap(({ dimensions }) => (dimensions ?? []).map(({ value }) => value)),
  )
  .catch([]);

/** Source: "Common alert schema" of Azure Monitor. */
const Monitor = z.object({
  schemaId: z.literal('azureMonitorCommonAlertSchema'),
  data: z.object({
    essentials: z.object({
      alertId: z.string().min(1),
      alertRule: z.string().default(''),
      monitorCondition: z.string().default('Fired'),
      firedDateTime: Seen,
      alertTargetIDs: z.array(z.string()).default([]),
      description: z.string().nullish(),
    }),
    alertContext: z.unknown().optional(),
  }),
});

function monitorIn(raw: unknown): AlertSignal | undefined {
  const found = Monitor.safeParse(raw).data;
  if (!found) return undefined;
  const { alertId, alertRule, monitorCondition, firedDateTime, alertTargetIDs, description } = found.data.essentials;
  return {
    id: (alertId.split('/').at(-1) ?? alertId).toLowerCase(),
    source: 'monitor',
    rule: alertRule,
    summary: description?.trim() || alertRule,
    fired: monitorCondition.toLowerCase() === 'fired',
    ...seenAt(firedDateTime),
    ...namedIn([...alertTargetIDs, ...Dimensions.parse(found.data.alertContext)]),
  };
}

/** What others send, signed: the fields of an emergency that a machine can know. */
export const GenericAlert = z.object({
  type: z.string().default('rewrap.alert'),
  data: z.object({
    id: z.string().min(1).max(200),
    rule: z.string().default('webhook'),
    summary: z.string().min(1).max(400),
    vault: z.string().optional(),
    keys: z.array(z.string()).max(200).default([]),
    at: Seen,
  }),
});

function genericIn(raw: unknown): AlertSignal | undefined {
  const found = GenericAlert.safeParse(raw).data?.data;
  if (!found) return undefined;
  const { id, rule, summary, vault = '', keys, at } = found;
  const named = namedIn([vault, ...keys]);
  return { id: id.toLowerCase(), source: 'webhook', rule, summary, fired: true, ...seenAt(at), ...named };
}

/** Reads an alert of Defender for Key Vault in both spellings, the common schema of Azure Monitor, or the generic form. Never throws. */
export function readAlert(raw: unknown): { signal: AlertSignal } | { unreadable: string } {
  const signal = monitorIn(raw) ?? defenderIn(raw) ?? genericIn(raw);
  if (!signal) {
    return {
      unreadable:
        'neither an alert of Defender for Key Vault, nor of Azure Monitor in the common schema, nor the generic form',
    };
  }
  const { resources, vaults, keys } = signal;
  return resources.length + vaults.length + keys.length > 0
    ? { signal }
    : { unreadable: 'it names no vault and no key' };
}
