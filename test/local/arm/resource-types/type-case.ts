import type { Seed } from '../../../../local/arm/resources';
import { host } from '../estate';
import type { Body } from '../misspelling';

/** What the reference documents say of one resource type. */
export interface TypeCase {
  readonly type: string;
  readonly apiVersion: string;
  /** Names along the id; `one` for a resource that stands alone. */
  readonly names?: readonly string[];
  /** Resources that must be there before. */
  readonly beside?: readonly Seed[];
  /** What it shows at the top, beside id, name and type. */
  readonly fields?: Body;
  /** Its properties when it is on the key `ledger`, in this version or in none. */
  readonly properties: (version?: string) => Body;
  readonly method?: 'PUT';
  /** The documented write that points it there. */
  readonly body: (version?: string) => Body;
  /** What it is answered with; 202 where it takes time. */
  readonly status: 200 | 201 | 202;
  /** The addresses of its operation that the answer gives; both where it takes time. */
  readonly tells?: readonly ('operation' | 'location')[];
  /** Path of the property that names the version, as it was written. */
  readonly named: string;
  /** Path of the property that tells the version in use, where there is one. */
  readonly shown?: string;
  /** Path of the property that tells it while it follows, and only then. */
  readonly tellsWhileFollowing?: string;
  /** What becomes of a reference without a version: follows within so many minutes, never moves, or is refused. */
  readonly versionless: number | 'stays' | 'refused';
  /** Names in the body below which everything is the caller's own. */
  readonly free?: readonly string[];
}

export const vaultUri = `https://${host}/`;

/** A key in parts, as most services name them; without a version it is empty. */
export const inParts = (version = '') => ({ keyVaultUri: vaultUri, keyName: 'ledger', keyVersion: version });

/** A body whose properties are just these. */
export const withProperties =
  (properties: (version?: string) => Body) =>
  (version?: string): Body => ({ properties: properties(version) });
