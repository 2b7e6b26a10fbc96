import type { TokenCredential } from '@azure/identity';
import { CryptographyClient, KeyClient, type KeyClientOptions } from '@azure/keyvault-keys';
import { type Cloud, isLoopback, type VaultKind, vaultKindOf } from '../azure/clouds';
import { TooFast } from '../pace';
import { type Budget, unlimited } from '../pacing/budget';
import { vaultPacing } from '../pacing/vault-pacing';
import { type Attempt, VaultOutsideCloud } from './key-errors';
import type { KeyOperation } from './key-rights';
import { type KeyUrl, nameOf, vaultOf, versionUrl } from './key-url';

/** Longest time for a call that may be repeated, its retries included. Milliseconds. */
const patience = 30_000;

const creationPatience = 60_000;

/**
 * Longest time that `createLike` takes: it reads the model, tries up to three sizes where the key is symmetric, and
 * creates. A claim to create must be leased for longer.
 */
export const longestCreationSeconds = (4 * patience + creationPatience) / 1_000;

/** How vaults are reached. `httpClient` replaces the network. */
export interface VaultAccess {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly httpClient?: NonNullable<KeyClientOptions['httpClient']>;
  /** Replaces the time limits, in milliseconds. */
  readonly timeLimit?: number;
  /** Every attempt of a call takes its turn by it. */
  readonly budget?: Budget;
  /** Subscription and region of a vault in one word, where they are known: its limits hold for all vaults there. */
  readonly homeOf?: (vault: string) => string | undefined;
}

type Policy = NonNullable<KeyClientOptions['additionalPolicies']>[number]['policy'];

/**
 * Holds for every request, also those that the client makes without handing our options on: rotation policies and the
 * second and later pages of a listing would wait for ever, and a listing's next link would take the token to any host.
 */
const houseRules = (vault: string, timeLimit: number): Policy => ({
  name: 'rewrapHouseRules',
  sendRequest(request, next) {
    if (new URL(request.url).origin !== vault)
      throw new Error(`${vault} pointed to another host, which was not followed`);
    request.abortSignal ??= AbortSignal.timeout(request.method === 'GET' ? Math.min(timeLimit, patience) : timeLimit);
    return next(request);
  },
});

/** Tells the next link of a listing, which the client itself keeps back. */
const noteNextLink = (note: (link: string | undefined) => void): Policy => ({
  name: 'rewrapNextLink',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status === 200) note(nextLinkIn(response.bodyAsText ?? ''));
    return response;
  },
});

const nextLinkIn = (body: string): string | undefined => {
  const page: unknown = JSON.parse(body);
  const isPage = typeof page === 'object' && page !== null && 'nextLink' in page;
  return isPage && typeof page.nextLink === 'string' ? page.nextLink : undefined;
};

/** A key of which nothing is known here, so that the client leaves every check and every computation to the vault. */
const unknownHere = (key: KeyUrl, version: string) => {
  const id = versionUrl(key, version);
  return { id, name: nameOf(key), properties: { id, name: nameOf(key), vaultUrl: vaultOf(key), version } };
};

export type VaultClients = ReturnType<typeof vaultClients>;

/**
 * The clients of @azure/keyvault-keys 4.10, one of each kind per vault, so that a vault challenges us once.
 *
 * A write must follow an awaited read of the same client: two that start together on a fresh one share the state of the
 * challenge, and the slower is sent again with an empty body.
 */
export const vaultClients = ({ cloud, credential, httpClient, timeLimit, budget, homeOf }: VaultAccess) => {
  const kindOf = (url: string): VaultKind => {
    const kind = vaultKindOf(cloud, url);
    if (kind === undefined) throw new VaultOutsideCloud(new URL(url).origin, cloud.name);
    return kind;
  };
  const pacing = vaultPacing({
    budget: budget ?? unlimited,
    homeOf,
    isHsmPool: (vault) => kindOf(vault) === 'managed-hsm',
    busy: (vault, seconds) =>
      new TooFast(
        `Expected ${vault} to take a call, but it has all that it takes. Try again in ${seconds} s.`,
        seconds * 1_000,
      ),
  });
  const inTurn = budget ? [{ policy: pacing, position: 'perRetry' as const }] : [];
  /** New for every client, because clients change what they are given. */
  const optionsOf = (vault: string, limit: number, more: Policy[] = []): KeyClientOptions => {
    kindOf(vault);
    const policies = [houseRules(vault, timeLimit ?? limit), ...more];
    return {
      additionalPolicies: [...policies.map((policy) => ({ policy, position: 'perCall' as const })), ...inTurn],
      disableChallengeResourceVerification: isLoopback(vault),
      ...(httpClient && { httpClient }),
    };
  };
  const perVault = (make: (vault: string) => KeyClient) => {
    const made = new Map<string, KeyClient>();
    return (vault: string): KeyClient => {
      const client = made.get(vault) ?? make(vault);
      made.set(vault, client);
      return client;
    };
  };
  return {
    kindOf,

    /** What a call is about, for the errors that may come of it. Throws `VaultOutsideCloud`. */
    attempt: (operation: KeyOperation, on: KeyUrl | string, version?: string): Attempt => ({
      operation,
      on,
      kind: kindOf(on),
      ...(version !== undefined && { version }),
    }),

    reader: perVault((vault) => new KeyClient(vault, credential, optionsOf(vault, patience))),

    /** For writes that must not be repeated: a retry after a lost answer would make a second version. */
    writer: perVault((vault) => {
      const options = { ...optionsOf(vault, creationPatience), retryOptions: { maxRetries: 0 } };
      return new KeyClient(vault, credential, options);
    }),

    /** For one page of a listing. */
    lister: (vault: string, note: (nextLink: string | undefined) => void): KeyClient =>
      new KeyClient(vault, credential, optionsOf(vault, patience, [noteNextLink(note)])),

    /** For one operation, all of it computed in the vault, whatever the algorithm, the dates or the permitted operations. */
    cryptography: (key: KeyUrl, version: string): CryptographyClient =>
      new CryptographyClient(unknownHere(key, version), credential, optionsOf(vaultOf(key), patience)),
  };
};
