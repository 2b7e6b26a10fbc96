import { createArm } from '../../../local/arm/arm';
import { callerByRoles } from '../../../local/arm/authorization/caller-by-roles';

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

describe('a caller who may do what his role assignments say', () => {
  const role = '00000000-0000-4000-8000-00000000000a';
  const action = 'Microsoft.Authorization/roleAssignments/delete';
  const about = { principalId: 'ann', principalType: 'User', role: cryptoUser };

  const mayWith = (condition: string | undefined, scope = subscription, what = about) => {
    const { arm } = anEstate();
    const part = { notActions: [], dataActions: [], notDataActions: [] };
    arm.authorization.define({ id: role, name: 'Taker', permissions: [{ ...part, actions: [action, '*/read'] }] });
    const grant = { id: 'g', principalId: 'me', principalType: 'ServicePrincipal' as const, role, scope: subscription };
    arm.authorization.assign({ ...grant, ...(condition !== undefined && { condition }) });
    return callerByRoles(arm.authorization, 'me').may(action, scope, what);
  };
  const rules = (text: string) => `((!(ActionMatches{'${action}'})) OR (${text}))`;
  const its = (attribute: string) => `@Resource[Microsoft.Authorization/roleAssignments:${attribute}]`;

  it('may at the scope and below, and nowhere else', () => {
    expect(mayWith(undefined)).toBe(true);
    expect(mayWith(undefined, `${subscription}/resourceGroups/rg`)).toBe(true);
    expect(mayWith(undefined, '/subscriptions/s10')).toBe(false);
  });

  it.each<[boolean, string, string]>([
    [true, 'one of these roles', `${its('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {x, ${cryptoUser}}`],
    [false, 'one of other roles', `${its('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {x}`],
    [true, 'of people', `${its('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'user', 'Group'}`],
    [false, 'of groups', `${its('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group'}`],
    [true, 'not of others', `${its('PrincipalId')} ForAnyOfAllValues:GuidNotEquals {bob, eve}`],
    [false, 'not of him', `${its('PrincipalId')} ForAnyOfAllValues:GuidNotEquals {bob, ann}`],
    [false, 'under a rule that nobody knows', `${its('PrincipalId')} Sounds {ann}`],
  ])('%s: deletes assignments %s', (expected, _, text) => {
    expect(mayWith(rules(text))).toBe(expected);
    expect(mayWith(rules(`${text} AND ${text}`))).toBe(expected);
  });

  it('may do nothing under a condition of another form, and reads whatever the condition says of deleting', () => {
    expect(mayWith(`@Resource[x] GuidEquals {y}`)).toBe(false);
    const { arm } = anEstate();
    const part = { notActions: [], dataActions: [], notDataActions: [] };
    arm.authorization.define({ id: role, name: 'Taker', permissions: [{ ...part, actions: ['*/read'] }] });
    const condition = rules(`${its('PrincipalId')} ForAnyOfAllValues:GuidNotEquals {ann}`);
    const grant = { id: 'g', principalId: 'me', principalType: 'User' as const, role, scope: subscription, condition };
    arm.authorization.assign(grant);
    const me = callerByRoles(arm.authorization, 'me');
    expect(me.may('Microsoft.Authorization/roleAssignments/read', subscription)).toBe(true);
  });

  it('finds no assignment at another scope than its own', async () => {
    const { ask, assign } = anEstate();
    assign('a1', `${subscription}/resourceGroups/rg`);
    expect(await ask('DELETE', list(subscription, 'roleAssignments/a1'))).toMatchObject({ status: 204 });
    expect(names(await ask('GET', list(subscription)))).toEqual(['a1']);
  });
});
