import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm } from '../../../local/arm/arm';
import { callerByRoles } from '../../../local/arm/authorization/caller-by-roles';
import { createGraph } from '../../../local/graph/graph';
import { createVault } from '../../../local/key-vault/vault';
import { graphClient } from '../../../shared/azure/graph-client';
import { armClient } from '../../../shared/azure/arm-client';
import { jsonClient } from '../../../shared/azure/json-client';
import { accessIn } from '../../../shared/access/gather-access';
import type { GroupBatch } from '../../../shared/access/group-batch';
import { fakeKeys } from '../../fakes/fake-keys';
import { fakeRows } from '../../fakes/fake-rows';
import { KeyUrl } from '../../../shared/keys/key-url';

export const subscription = '00000000-0000-0000-0000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const vaultUrl = 'https://payments.vault.azure.net';
export const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/payments`;
export const hsmUrl = 'https://pool.managedhsm.azure.net';
const hsmId = `${group}/providers/Microsoft.KeyVault/managedHSMs/pool`;

const credentialOf = (token: string) => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});
const credential = credentialOf('app');

/**
 * The unchanged clients in front of the emulators, in one process. `may` decides what our identity is allowed, by action; what any
 * other caller may do in Azure Resource Manager follows from his role assignments: his token is his object id.
 */
export const anEmulatedTenant = ({ may = () => true }: { may?: (action: string) => boolean } = {}) => {
  const now = () => new Date('2030-01-01T00:00:00Z');
  const authorise = async () => ({ principal: 'rewrap', may });
  const revoked: { id: string; by: string }[] = [];
  const arm = createArm({
    now,
    keys: { version: () => undefined },
    async authorise(request) {
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
      return token === 'app' ? authorise() : callerByRoles(arm.authorization, token);
    },
    onRevoked: ({ id }, by) => void revoked.push({ id, by }),
  });
  const graph = createGraph({
    authorise,
    pageSize: 2,
    now: () => new Date(0),
    tenantId: 'tenant',
    emit: () => undefined,
  });
  const hsm = createVault({
    name: 'pool',
    flavour: 'managed-hsm',
    baseUrl: hsmUrl,
    now,
    authorise: async (_, { dataAction }) =>
      may(dataAction) ? 'ok' : { status: 403, code: 'ForbiddenByRbac', message: `${dataAction} is not allowed.` },
  });
  const client = (answer: (request: Request) => Response | Promise<Response>): HttpClient => ({
    async sendRequest(request) {
      const { method, url, body } = request;
      const headers = new Headers(request.headers.toJSON());
      const response = await answer(new Request(url, { method, headers, ...(typeof body === 'string' && { body }) }));
      const bodyAsText = await response.text();
      return {
        request,
        status: response.status,
        headers: createHttpHeaders(Object.fromEntries(response.headers)),
        bodyAsText,
      };
    },
  });

  arm.put({ id: vaultId, properties: { vaultUri: `${vaultUrl}/`, enableRbacAuthorization: true } });
  arm.put({ id: hsmId, properties: { hsmUri: `${hsmUrl}/` } });
  const keys = fakeKeys({ now });
  for (const url of [`${vaultUrl}/keys/ledger`, `${hsmUrl}/keys/master`]) keys.addKey(KeyUrl.parse(url));

  const armAs = (token: string) =>
    armClient({
      endpoint: 'https://management.local',
      scope: 'arm',
      credential: credentialOf(token),
      httpClient: client((request) => arm.fetch(request)),
    });
  const groups = fakeRows<GroupBatch>();
  const access = accessIn({
    arm: armAs('app'),
    graph: graphClient({
      endpoint: 'https://graph.local',
      resource: 'https://graph.local',
      credential,
      httpClient: client((request) => graph.fetch(request)),
    }),
    hsmAt: (url) =>
      jsonClient({
        by: url,
        right: 'reading roles',
        endpoint: url,
        scope: 'hsm',
        credential,
        httpClient: client((request) => hsm.fetch(request)),
      }),
    keys,
    groups,
    now,
  });
  const scope = { vaults: [vaultUrl, hsmUrl], subscriptions: [subscription] };
  const facts = () => access.facts(scope);
  const look = () => access.facts(scope, undefined, []);
  return { arm, armAs, revoked, graph, hsm, access, facts, look, groups, keys };
};
