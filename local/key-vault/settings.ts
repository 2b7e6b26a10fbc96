import { generate, type Generate } from './material/generate';
import type { Flavour } from './key-flavours';
import type { AuditRecord } from './audit-record';
import type { SubscriptionLimits } from './throttle';
import type { VaultEvent } from './vault-event';

/** What a caller of the data plane may do. `dataAction` is the one of Azure's built-in roles. */
export type Authorise = (
  bearerToken: string,
  call: { operation: string; dataAction: string; key?: string },
) => Promise<'ok' | { status: 401 | 403; code: string; message: string }>;

export interface VaultOptions {
  name: string;
  flavour: Flavour;
  /** `https://localhost:PORT`, without a slash at the end; begins every kid and nextLink. */
  baseUrl: string;
  /** The estate's clock. */
  now: () => Date;
  /** Default true: nobody can purge a deleted key before its time. */
  purgeProtection?: boolean;
  /** Days that a deleted key is kept, 7 to 90. Default 90. */
  recoverableDays?: number;
  /** Default: any token that is not empty. */
  authorise?: Authorise;
  /** Called with each event that the vault raises; never for a Managed HSM, which raises none. */
  emit?: (event: VaultEvent) => void;
  /** Called with each call that the vault has answered or refused, as its diagnostic setting would log it. */
  audit?: (record: AuditRecord) => void;
  /** The vault's Azure Resource Manager id: `topic` of its events. */
  resourceId?: string;
  /**
   * Whether the published limits hold. Give a clock in milliseconds where the estate's stands still or leaps, and for
   * measurements one limit for all calls in their place, which holds for a Managed HSM, too. Vaults of one subscription
   * are given the same limits for it.
   */
  throttle?: boolean | { monotonic: () => number; callsPerTenSeconds?: number; subscription?: SubscriptionLimits };
  /** Makes key material. Default: really random. */
  generate?: Generate;
  /** Subscription and geography in one word: backups made in one are refused in another. Default `local`. */
  geography?: string;
  /** Authority in the 401 challenge; clients take the tenant from its path. */
  authority?: string;
}

export type Settings = ReturnType<typeof settingsFrom>;

/** The options with every default filled in. */
export const settingsFrom = (options: VaultOptions) => ({
  ...options,
  purgeProtection: options.purgeProtection ?? true,
  recoverableDays: options.recoverableDays ?? 90,
  authorise: options.authorise ?? anybody,
  emit: options.emit ?? (() => undefined),
  resourceId:
    options.resourceId ??
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.KeyVault/vaults/${options.name}`,
  generate: options.generate ?? generate,
  geography: options.geography ?? 'local',
  authority: options.authority ?? 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000',
});

const anybody: Authorise = async () => 'ok';
