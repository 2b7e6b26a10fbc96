import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import type { Config } from '../config';

const anHour = 3_600_000;

/** Vaults of other emulators take any token: this one is always the same. */
const fixed = (token: string): TokenCredential => ({
  getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + anHour }),
});

/**
 * The one credential that Rewrap uses: its managed identity. On one machine it is the same class, led to the local
 * identity endpoint by IDENTITY_ENDPOINT and IDENTITY_HEADER as in Azure, unless a fixed token is configured.
 */
export const credentialOf = ({ staticToken, identityClientId }: Config): TokenCredential => {
  if (staticToken !== undefined) return fixed(staticToken);
  return identityClientId === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId: identityClientId });
};
