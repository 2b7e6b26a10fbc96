import { hashOf } from '../hash';
import type { Delivery } from './deliveries';

/** A secret by its name: its value is never read. */
export interface VaultSecret {
  readonly name: string;
  /** It is the key and chain of a certificate of the same name. */
  readonly ofCertificate: boolean;
}

/** A vault or Managed HSM as Azure Resource Manager shows it to us. What we may not see is absent, and nothing follows from it. */
export interface VaultView {
  readonly vault: string;
  readonly isHsm: boolean;
  /** Absent where it is not found: deleted, or in a subscription that is not in scope. */
  readonly resource?: {
    readonly id: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly usesAccessPolicies: boolean;
    readonly region?: string;
    /** What its keys are protected by: `standard` holds none of an HSM. Absent where Azure does not tell. */
    readonly tier?: 'standard' | 'premium' | 'managed-hsm';
    /** Whether nobody can purge what was deleted before its time. */
    readonly purgeProtection?: boolean;
  };
  /** Set where it lies among the deleted ones. */
  readonly deleted?: { readonly id: string; readonly purgesOn?: string };
  /** How many event subscriptions bring its events to us; absent where that could not be read. */
  readonly subscriptions?: number;
  /** Those of them that Event Grid has not brought to an end, or that have failed. */
  readonly unwell?: readonly Delivery[];
  /** Where its events are brought that only seem to come to us: to a function of our name in another app. */
  readonly elsewhere?: readonly string[];
}

/** What the keys of a vault serve, by the tags and regions of their dependents. */
export interface Served {
  readonly applications: readonly string[];
  readonly environments: readonly string[];
  readonly regions: readonly string[];
}

/** Storage keeps a few of each: two are enough to tell. */
const most = 5;

const tagOf = (tags: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(tags)
    .find(([each]) => each.toLowerCase() === name)?.[1]
    .toLowerCase();

const few = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].toSorted().slice(0, most);

/** Tags are named as the Cloud Adoption Framework of Azure suggests: `app` or `application`, `env` or `environment`. */
export const servedBy = (
  users: readonly { tags?: Readonly<Record<string, string>> | undefined; region?: string | undefined }[],
): Served => ({
  applications: few(users.map(({ tags = {} }) => tagOf(tags, 'application') ?? tagOf(tags, 'app'))),
  environments: few(users.map(({ tags = {} }) => tagOf(tags, 'environment') ?? tagOf(tags, 'env'))),
  regions: few(users.map(({ region }) => region)),
});

/** Of several keys together. */
export const servedTogether = (parts: readonly Served[]): Served => ({
  applications: few(parts.flatMap(({ applications }) => applications)),
  environments: few(parts.flatMap(({ environments }) => environments)),
  regions: few(parts.flatMap(({ regions }) => regions)),
});

/** A short name for a row; the URL of a vault has characters that a table key may not have. */
export const vaultPlace = (vault: string): string => hashOf(vault);
