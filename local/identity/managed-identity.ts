import { Hono } from 'hono';
import { sameSecret } from './same-secret';
import type { Signer } from './signer';

/** An identity that Azure would run the app as. */
export interface ManagedIdentity {
  readonly name: string;
  readonly clientId: string;
  readonly principalId: string;
  readonly systemAssigned?: boolean;
}

const lifetime = 24 * 60 * 60;

/**
 * The token endpoint that App Service puts beside an app, as `ManagedIdentityCredential` of @azure/identity calls it
 * (`GET IDENTITY_ENDPOINT?api-version=2019-08-01&resource=…` with `X-IDENTITY-HEADER`). It answers in seconds of estate
 * time. Source: the App Service source of @azure/msal-node.
 */
export const managedIdentityEndpoint = (settings: {
  signer: Signer;
  identities: readonly ManagedIdentity[];
  identityHeader: string;
  tenant: string;
}) =>
  new Hono().get('/msi/token', async (c) => {
    const { signer, identities, identityHeader, tenant } = settings;
    if (!sameSecret(c.req.header('x-identity-header') ?? '', identityHeader)) {
      return c.json({ statusCode: 401, message: 'Expected the secret of IDENTITY_HEADER in X-IDENTITY-HEADER.' }, 401);
    }
    const { resource, ...query } = c.req.query();
    if (query['api-version'] !== '2019-08-01' || !resource) {
      return c.json({ statusCode: 400, message: 'Expected api-version=2019-08-01 and a resource in the query.' }, 400);
    }
    const identity = identities.find(asked(query));
    if (!identity) {
      return c.json({ statusCode: 400, message: 'No managed identity with that id is assigned to this app.' }, 400);
    }
    const { name, clientId, principalId } = identity;
    const claims = { oid: principalId, sub: principalId, appid: clientId, tid: tenant, name, idtyp: 'app' };
    const { token, expires } = await signer.sign({ claims, audience: resource, lifetime });
    return c.json({ access_token: token, client_id: clientId, expires_on: expires, resource, token_type: 'Bearer' });
  });

/** A query without any id means the system-assigned identity, else the first. */
function asked(query: Record<string, string>): (identity: ManagedIdentity) => boolean {
  const principal = query['object_id'] ?? query['principal_id'];
  if (query['client_id']) return ({ clientId }) => clientId === query['client_id'];
  if (principal) return ({ principalId }) => principalId === principal;
  return ({ systemAssigned }) => systemAssigned === true;
}
