import type { Team } from './company';

/** How a resource refers to its key: by version, or so that it moves by itself. */
export type Reference = 'pinned' | 'following';

/** Resources of one kind that use one key. */
export interface DependentPlan {
  readonly team: Team;
  readonly key: string;
  readonly kind:
    | 'storage-account'
    | 'encryption-scope'
    | 'sql-server'
    | 'disk-encryption-set'
    | 'confidential-disk-encryption-set'
    | 'cosmos-account'
    | 'service-bus-namespace'
    | 'hdinsight-cluster';
  readonly reference: Reference;
  /** Names; of an encryption scope, `account/scope`. */
  readonly names: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** In the group that a managed application keeps to itself, instead of the team's. */
  readonly managed?: true;
}

type Rest = Omit<DependentPlan, 'team' | 'key'>;

const of = (team: Team, key: string, ...dependents: readonly Rest[]): DependentPlan[] =>
  dependents.map((dependent) => ({ team, key, ...dependent }));

const pinned = (kind: DependentPlan['kind'], ...names: readonly string[]): Rest => ({
  kind,
  reference: 'pinned',
  names,
});
const following = (kind: DependentPlan['kind'], ...names: readonly string[]): Rest => ({
  kind,
  reference: 'following',
  names,
});

/** Who wraps data keys with which key. The signing keys and `escrow` have nobody; `messaging` has a user without adapter. */
export const dependents: readonly DependentPlan[] = [
  ...of(
    ...(['payments', 'cards'] as const),
    { ...pinned('storage-account', 'haldencardscanary'), tags: { 'rewrap-canary': 'true' } },
    pinned('storage-account', 'haldencardsauth', 'haldencardsdisputes', 'haldencardsrewards'),
    following('storage-account', 'haldencardsreports', 'haldencardsexports'),
    pinned('encryption-scope', 'haldencardsauth/tokens', 'haldencardsauth/chargebacks'),
    pinned('disk-encryption-set', 'des-cards-core'),
    following('disk-encryption-set', 'des-cards-batch'),
  ),
  ...of(
    ...(['payments', 'settlement'] as const),
    pinned('storage-account', 'haldensettlein', 'haldensettleout', 'haldensettlelogs'),
    pinned('sql-server', 'sql-settlement-west', 'sql-settlement-north'),
    following('cosmos-account', 'cosmos-settlement', 'cosmos-netting'),
    following('encryption-scope', 'haldensettlein/partners'),
  ),
  ...of(
    ...(['payments', 'checkout'] as const),
    pinned('confidential-disk-encryption-set', 'des-checkout-confidential'),
    pinned('disk-encryption-set', 'des-checkout-web', 'des-checkout-api'),
  ),
  ...of(
    ...(['ledger', 'ledger'] as const),
    pinned('storage-account', 'haldenledgermain', 'haldenledgermirror', 'haldenledgerclose'),
    following('storage-account', 'haldenledgerlake'),
    pinned('encryption-scope', 'haldenledgermain/journal', 'haldenledgermain/subledger'),
    following('encryption-scope', 'haldenledgerlake/trial-balance'),
    pinned('sql-server', 'sql-ledger'),
    following('sql-server', 'sql-ledger-reporting'),
    pinned('disk-encryption-set', 'des-ledger-db', 'des-ledger-app'),
  ),
  ...of(...(['ledger', 'statements'] as const), pinned('storage-account', 'haldenstatements', 'haldenstatementsdr')),
  ...of(
    ...(['ledger', 'archive'] as const),
    pinned('storage-account', 'haldenarchive2019', 'haldenarchive2020', 'haldenarchive2021'),
  ),
  ...of(
    ...(['platform', 'disks'] as const),
    pinned('disk-encryption-set', 'des-web', 'des-jobs', 'des-build'),
    following('disk-encryption-set', 'des-kubernetes', 'des-bastion'),
  ),
  ...of(
    ...(['platform', 'warehouse'] as const),
    pinned('storage-account', 'haldenwarehouse', 'haldenwarehousetmp'),
    pinned('sql-server', 'sql-warehouse-1', 'sql-warehouse-2'),
    following('sql-server', 'sql-warehouse-3'),
  ),
  ...of(
    ...(['platform', 'telemetry'] as const),
    pinned('storage-account', 'haldentraces', 'haldenmetrics', 'haldenlogs'),
    pinned('disk-encryption-set', 'des-telemetry'),
  ),
  ...of(...(['platform', 'queues'] as const), following('service-bus-namespace', 'sb-halden-orders')),
  ...of(
    ...(['platform', 'messaging'] as const),
    pinned('hdinsight-cluster', 'hdi-halden-couriers'),
    { ...following('storage-account', 'haldenscoring'), managed: true },
    pinned('storage-account', 'haldenmessages', 'haldendeadletters'),
  ),
  ...of(
    ...(['platform', 'analytics'] as const),
    following('cosmos-account', 'cosmos-analytics'),
    pinned('storage-account', 'haldenanalytics'),
    pinned('encryption-scope', 'haldenanalytics/raw', 'haldenanalytics/curated'),
  ),
  ...of(
    ...(['treasury', 'treasury'] as const),
    pinned('storage-account', 'haldentreasury', 'haldentreasurydr'),
    pinned('sql-server', 'sql-treasury'),
    pinned('disk-encryption-set', 'des-treasury'),
  ),
  ...of(...(['treasury', 'payouts'] as const), pinned('storage-account', 'haldenpayouts', 'haldenpayoutsdr')),
];
