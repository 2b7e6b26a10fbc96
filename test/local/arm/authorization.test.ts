import { createArm } from '../../../local/arm/arm';

const subscription = '/subscriptions/s1';
const cryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424';
const root = '/providers/Microsoft.Management/managementGroups/root';

const anEstate = (may: (action: string) => boolean = () => true) => {
  const arm = createArm({
    now: () => new Date(0),
    authorise: async () => ({ principal: 'me', may }),
    keys: { version: () => undefined },
  });
  arm.authorization.place('s1', ['corp', 'root']);
  const ask = async (method: string, path: string, body?: unknown) => {
    const url = `https://arm.local${path}${path.includes('?') ? '&' : '?'}api-version=2022-04-01`;
    const response = await arm.fetch(
      new Request(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    );
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  };
  const assign = (id: string, scope: string) =>
    arm.authorization.assign({ id, principalId: 'ann', principalType: 'User', role: cryptoUser, scope });
  return { arm, ask, assign };
};
const list = (scope: string, which = 'roleAssignments') => `${scope}/providers/Microsoft.Authorization/${which}`;
const names = ({ body }: { body: { value: { name: string }[] } }) => body.value.map(({ name }) => name);

describe('the emulated Microsoft.Authorization', () => {
  it('lists what is at a scope, above and below, or only what is not below', async () => {
    const { ask, assign } = anEstate();
    assign('inherited', root);
    assign('here', subscription);
    assign('below', `${subscription}/resourceGroups/rg`);
    assign('elsewhere', '/subscriptions/s10');
    assign('other', '/providers/Microsoft.Management/managementGroups/other');
    expect(names(await ask('GET', list(subscription)))).toEqual(['inherited', 'here', 'below']);
    expect(names(await ask('GET', `${list(subscription)}?$filter=atScope()`))).toEqual(['inherited', 'here']);
    expect(names(await ask('GET', list(`${subscription}/resourceGroups/rg`)))).toEqual(['inherited', 'here', 'below']);
  });

  it('lists a role that can be assigned below only where it is asked for what is below', async () => {
    const { arm, ask } = anEstate();
    arm.authorization.define({
      id: 'narrow',
      name: 'Narrow',
      permissions: [],
      assignableScopes: [`${subscription}/resourceGroups/rg`],
    });
    expect(names(await ask('GET', list(subscription, 'roleDefinitions')))).not.toContain('narrow');
    const filtered = `${list(subscription, 'roleDefinitions')}?$filter=atScopeAndBelow()`;
    expect(names(await ask('GET', filtered))).toContain('narrow');
    expect(names(await ask('GET', list(`${subscription}/resourceGroups/rg`, 'roleDefinitions')))).toContain('narrow');
    expect(names(await ask('GET', filtered.replace('/s1/', '/s10/')))).not.toContain('narrow');
  });

  it('knows the built-in roles, and each by its name', async () => {
    const { ask } = anEstate();
    const { body } = await ask('GET', list(subscription, `roleDefinitions/${cryptoUser}`));
    expect(body.properties).toMatchObject({ roleName: 'Key Vault Crypto User', type: 'BuiltInRole' });
    expect((await ask('GET', list(subscription, 'roleDefinitions/none'))).status).toBe(404);
  });

  it('assigns and takes away, for those who may', async () => {
    const { ask } = anEstate();
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${cryptoUser}`;
    const body = { properties: { roleDefinitionId, principalId: 'ann' } };
    expect(await ask('PUT', list(subscription, 'roleAssignments/a1'), body)).toMatchObject({ status: 201 });
    expect(names(await ask('GET', list(subscription)))).toEqual(['a1']);
    expect(await ask('DELETE', list(subscription, 'roleAssignments/a1'))).toMatchObject({
      status: 200,
      body: { properties: { principalId: 'ann' } },
    });
    expect(await ask('DELETE', list(subscription, 'roleAssignments/a1'))).toMatchObject({ status: 204 });

    const reader = anEstate((action) => action.endsWith('/read'));
    expect(await reader.ask('PUT', list(subscription, 'roleAssignments/a1'), body)).toMatchObject({ status: 403 });
  });
});
