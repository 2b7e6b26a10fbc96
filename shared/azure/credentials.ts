import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config';
import { once } from '../once';
import { isLoopback } from './clouds';

const anHour = 3_600_000;

/**
 * Azure's vaults name their service as the audience of a token, other emulators themselves: what names a loopback host
 * gets the fixed token, and nobody but it.
 */
const withFixed = (token: string, identity: TokenCredential): TokenCredential => ({
  getToken: (scopes, options) =>
    [scopes].flat().every(isLoopback)
      ? Promise.resolve({ token, expiresOnTimestamp: Date.now() + anHour })
      : identity.getToken(scopes, options),
});

/** Loads the library with the first token. */
const managedIdentity = (clientId: string | undefined): TokenCredential => {
  const identity = once(async () => {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  });
  return { getToken: async (scopes, options) => (await identity()).getToken(scopes, options) };
};

/**
 * The credential that Rewrap uses: its managed identity, or the one of a duty where `clientId` names it. On one machine it is the same class, led to the local
 * identity endpoint by IDENTITY_ENDPOINT and IDENTITY_HEADER as in Azure, beside a fixed token for other emulators' vaults
 * where one is configured.
 */
export const credentialOf = (
  { staticToken, identityClientId }: Config,
  clientId: string | undefined = identityClientId,
): TokenCredential => {
  const identity = managedIdentity(clientId);
  return staticToken === undefined ? identity : withFixed(staticToken, identity);
};

/** A token for doors that take no credential. */
export const tokenOf = async (credential: TokenCredential, scope: string): Promise<string> => {
  const token = await credential.getToken(scope);
  if (!token) throw new Error(`Expected a token for ${scope}, got none. Look at the identity of the app.`);
  return token.token;
};
