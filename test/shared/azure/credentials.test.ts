import { ManagedIdentityCredential } from '@azure/identity';
import { credentialOf } from '../../../shared/azure/credentials';
import { readConfig } from '../../../shared/config';

const inAzure = {
  REWRAP_STORAGE: 'rewrapevidence',
  REWRAP_API_AUDIENCE: 'api://rewrap',
  REWRAP_TENANT_ID: '8d2a1f10-3b51-4f6c-9f0e-0c8f3a7b2e11',
};

const local = { ...inAzure, REWRAP_CLOUD: 'local', REWRAP_ARM_ENDPOINT: 'https://localhost:7073' };

describe('credentialOf', () => {
  it.each([
    ['in Azure', inAzure],
    ['in Azure with a user-assigned identity', { ...inAzure, REWRAP_IDENTITY_CLIENT_ID: inAzure.REWRAP_TENANT_ID }],
    ['on one machine', local],
  ])('is the managed identity %s', async (_, environment) => {
    const identity = jest.spyOn(ManagedIdentityCredential.prototype, 'getToken');
    identity.mockResolvedValue({ token: 'of the identity', expiresOnTimestamp: 0 });
    const token = await credentialOf(readConfig(environment)).getToken('https://vault.azure.net/.default');
    expect(token?.token).toBe('of the identity');
    identity.mockRestore();
  });

  it('is the fixed token for a vault that names itself as audience, and for nobody else', async () => {
    const identity = jest.spyOn(ManagedIdentityCredential.prototype, 'getToken');
    identity.mockResolvedValue({ token: 'of the identity', expiresOnTimestamp: 0 });
    const credential = credentialOf(readConfig({ ...local, REWRAP_STATIC_TOKEN: 'lowkey' }));
    const token = await credential.getToken(['https://localhost:8443/.default']);
    expect(token?.token).toBe('lowkey');
    expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now());

    const others = ['https://vault.azure.net/.default', 'https://management.azure.com/.default'];
    for (const scope of others) expect((await credential.getToken(scope))?.token).toBe('of the identity');
    identity.mockRestore();
  });
});
