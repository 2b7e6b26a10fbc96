import * as z from 'zod';
import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import { operationNames } from './audit-queries';
import type { AuditedCaller, AuditedUse } from './log-reading';

const Time = z.union([z.date(), z.string()]).pipe(z.coerce.date());
const Text = z.coerce.string().nullish();

/** A row of `hoursOf`. */
export const HourRow = z.object({ first: Time, last: Time });
export type HourRow = z.infer<typeof HourRow>;

/** A row of `usesOf`, of either table. */
export const UseRow = z.object({
  OperationName: z.string(),
  id: Text,
  uri: Text,
  uses: z.coerce.number().int(),
  last: Time,
  addresses: z.array(z.string()).catch([]),
  status: Text,
  signature: Text,
  identity: Text,
  oid: Text,
  appid: Text,
  upn: Text,
  mirid: Text,
});
export type UseRow = z.infer<typeof UseRow>;

const Claims = z.record(z.string(), z.unknown());

/** The token's claims, which lie under `claim`; read as well where they do not. */
function claimsOf(identity: string): z.infer<typeof Claims> {
  try {
    const all = Claims.parse(JSON.parse(identity));
    return { ...all, ...Claims.safeParse(all['claim']).data };
  } catch {
    return {};
  }
}

const objectId = ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'];
const userName = ['upn', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn', 'unique_name'];

function callerOf({ identity, oid, appid, upn, mirid }: UseRow): Omit<AuditedCaller, 'own'> {
  const claims = identity ? claimsOf(identity) : {};
  const first = (column: string | null | undefined, names: readonly string[]) =>
    [column, ...names.map((name) => claims[name])]
      .find((value): value is string => typeof value === 'string' && value !== '')
      ?.toLowerCase();
  const principal = first(oid, objectId);
  const appId = first(appid, ['appid', 'azp']);
  const name = first(upn, userName);
  const resource = first(mirid, ['xms_mirid', 'xms_az_rid']);
  return {
    ...(principal && { principal }),
    ...(appId && { appId }),
    ...(name && { name }),
    ...(resource && { resource }),
  };
}

/** What a URL says of a key of this name, in this vault or another; `version` is absent where it names none. */
function namedIn(url: string | null | undefined, key: KeyUrl): { vault?: string; version?: string } | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { host, origin, pathname } = new URL(url);
  const [, kind, name, version = ''] = pathname.split('/');
  if (kind !== 'keys' || name !== nameOf(key)) return undefined;
  return {
    ...(host !== hostOf(key) && { vault: origin }),
    ...(/^[0-9a-f]{32}$/.test(version) && { version }),
  };
}

function outcomeOf({ status, signature }: UseRow): AuditedUse['outcome'] {
  const code = status
    ? Number(status)
    : ({ ok: 200, forbidden: 403, unauthorized: 401 }[signature?.toLowerCase() ?? ''] ?? 500);
  if (code < 300) return 'done';
  return code === 401 || code === 403 ? 'denied' : 'failed';
}

const operations = new Map(Object.entries(operationNames).map(([name, operation]) => [name.toLowerCase(), operation]));

/** What a row says of the key; nothing where it is about another key whose name begins alike, or one of another vault that was not restored there. */
function useIn(row: UseRow, key: KeyUrl, own: ReadonlySet<string>): AuditedUse | undefined {
  const operation = operations.get(row.OperationName.toLowerCase());
  const named = [row.id, row.uri]
    .flatMap((url) => namedIn(url, key) ?? [])
    .filter(({ vault }) => vault === undefined || operation === 'restore');
  if (!operation || named.length === 0) return undefined;
  const { version } = named.find((each) => each.version !== undefined) ?? {};
  const { vault } = named[0] ?? {};
  const by = callerOf(row);
  return {
    operation,
    by: { ...by, own: own.has(by.principal ?? '') },
    addresses: row.addresses.filter((address) => address !== ''),
    outcome: outcomeOf(row),
    count: row.uses,
    last: row.last.toISOString(),
    ...(version && { version }),
    ...(vault && { vault }),
  };
}

const together = (a: AuditedUse, b: AuditedUse): AuditedUse => ({
  ...a,
  count: a.count + b.count,
  last: a.last > b.last ? a.last : b.last,
  addresses: [...new Set([...a.addresses, ...b.addresses])],
});

/** The rows as uses of the key: alike ones, which differ in what does not matter, as one. */
export function usesIn(rows: readonly UseRow[], key: KeyUrl, own: ReadonlySet<string>): AuditedUse[] {
  const found = new Map<string, AuditedUse>();
  for (const use of rows.flatMap((row) => useIn(row, key, own) ?? [])) {
    const { operation, version, by, outcome, vault } = use;
    const kind = JSON.stringify([operation, version, by, outcome, vault]);
    const earlier = found.get(kind);
    found.set(kind, earlier ? together(earlier, use) : use);
  }
  return [...found.values()];
}
