import { serveVault, type ServedVault } from './served-vault';

const cryptoUser = '21dbd100-6940-42c2-9190-5d6cb909625b';
const at = (scope: string, rest: string) => `/${scope}/providers/Microsoft.Authorization/${rest}`;

let hsm: ServedVault;
beforeEach(async () => {
  hsm = await serveVault({ flavour: 'managed-hsm' });
});
afterEach(() => hsm.close());

const assign = (scope: string, id: string, role = cryptoUser) =>
  hsm.call('PUT', at(scope, `roleAssignments/${id}`), {
    properties: { principalId: 'ann', roleDefinitionId: `Microsoft.KeyVault/x/roleDefinitions/${role}` },
  });
const assigned = async (scope: string) => (await hsm.call('GET', at(scope, 'roleAssignments'))).body;

describe('local roles of the emulated Managed HSM', () => {
  it('are assigned at the whole, at all keys, or at one, and listed at their scope', async () => {
    for (const [scope, id] of [
      ['/', 'a'],
      ['/keys', 'b'],
      ['/keys/master', 'c'],
    ] as const)
      await assign(scope, id);
    expect(await assigned('/')).toMatchObject({ value: [{ name: 'a', properties: { scope: '/' } }] });
    expect(await assigned('/keys')).toMatchObject({ value: [{ name: 'b', properties: { scope: '/keys' } }] });
    expect(await assigned('/keys/master')).toMatchObject({
      value: [{ name: 'c', properties: { principalId: 'ann' } }],
    });
    await hsm.call('DELETE', at('/keys', 'roleAssignments/b'));
    expect(await assigned('/keys')).toEqual({ value: [] });
  });

  it('are told with what they allow, and only those that there are can be assigned', async () => {
    const { body } = await hsm.call('GET', at('/', 'roleDefinitions'));
    expect(body).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ name: cryptoUser, id: expect.stringMatching(/^Microsoft.KeyVault\/providers/) }),
      ]),
    });
    expect((await assign('/', 'a', 'none')).status).toBe(400);
    expect((await hsm.call('DELETE', at('/', 'roleAssignments/none'))).status).toBe(404);
  });

  it('are unknown to a vault', async () => {
    const vault = await serveVault({ flavour: 'premium' });
    expect((await vault.call('GET', at('/', 'roleDefinitions'))).status).toBe(501);
    await vault.close();
  });
});
