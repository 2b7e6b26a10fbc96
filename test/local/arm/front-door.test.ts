import { anEstate, diskSet, encryptedWith, group, keyUrl, seconds, sql, storage } from './estate';

const account = `${group}/providers/Microsoft.Storage/storageAccounts/store`;
const subscription = group.split('/').slice(0, 3).join('/');

describe('the local Azure Resource Manager', () => {
  it('refuses a request without a token', async () => {
    const { ask } = anEstate();
    expect((await ask('GET', subscription, undefined, { authorization: '' })).status).toBe(401);
  });

  it('refuses what the caller has no right for, naming the action', async () => {
    const { arm, ask } = anEstate({ may: (action) => action.endsWith('/read') });
    arm.put(storage(encryptedWith('v1')));
    expect((await ask('GET', `${account}?api-version=2025-08-01`)).status).toBe(200);
    const refused = await ask('PATCH', `${account}?api-version=2025-08-01`, { properties: {} });
    expect([refused.status, refused.error?.code]).toEqual([403, 'AuthorizationFailed']);
    expect(refused.error?.message).toContain('Microsoft.Storage/storageAccounts/write');
  });

  it('wants the api-version that it has the facts of', async () => {
    const { arm, ask } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    expect((await ask('GET', account)).error?.code).toBe('MissingApiVersionParameter');
    const wrong = await ask('GET', `${account}?api-version=2019-06-01`);
    expect([wrong.status, wrong.error?.code]).toEqual([400, 'NoRegisteredProviderFound']);
    expect(wrong.error?.message).toContain('2025-08-01');
  });

  it('takes paths in any casing and shows ids in their own', async () => {
    const { arm, ask } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    expect((await ask('GET', `${account.toUpperCase()}?api-version=2025-08-01`)).body).toMatchObject({ id: account });
  });

  it('says what is not there: resource, parent, type, operation, path', async () => {
    const { ask } = anEstate();
    const code = async (path: string) => (await ask('GET', path)).error?.code;
    expect(await code(`${account}?api-version=2025-08-01`)).toBe('ResourceNotFound');
    expect(await code(`${account}/encryptionScopes?api-version=2025-08-01`)).toBe('ParentResourceNotFound');
    expect(await code(`${group}/providers/Microsoft.Nothing/things/x?api-version=2025-08-01`)).toBe(
      'InvalidResourceType',
    );
    expect(await code(`${subscription}/providers/Microsoft.Sql/locations/local/operationStatuses/x`)).toBe(
      'OperationNotFound',
    );
    expect(await code('/tenants')).toBe('NotFound');
  });

  it('knows the subscriptions that exist, and tells unknown from forbidden', async () => {
    const empty = '/subscriptions/00000000-0000-0000-0000-000000000009';
    const { arm, ask } = anEstate({ subscriptions: [empty.slice(15)], may: (_, scope) => scope !== empty });
    arm.put(sql());
    const code = async (path: string) => (await ask('GET', `${path}?api-version=2022-12-01`)).error?.code;
    expect(await code(subscription)).toBeUndefined();
    expect(await code(empty)).toBe('AuthorizationFailed');
    expect(await code('/subscriptions/nothing')).toBe('SubscriptionNotFound');
  });

  it('refuses a body that is no JSON, and a method that a type does not take', async () => {
    const { arm, ask } = anEstate();
    arm.put(sql());
    const path = `${group}/providers/Microsoft.Sql/servers/sql?api-version=2023-08-01`;
    expect((await ask('DELETE', path)).status).toBe(405);
    const raw = { method: 'PATCH', body: '{', headers: { authorization: 'Bearer app' } };
    expect((await arm.fetch(new Request(`https://localhost${path}`, raw))).status).toBe(400);
  });
});

describe('an operation', () => {
  it('is polled at either address, in progress until the estate clock says it is over', async () => {
    const { arm, vault, ask, pass } = anEstate({ operationSeconds: 30 });
    arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
    vault.create('v2');
    const path = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks?api-version=2025-01-02`;
    const { status, headers } = await ask('PATCH', path, { properties: { activeKey: { keyUrl: keyUrl('v2') } } });
    expect([status, headers.get('retry-after')]).toEqual([202, '5']);
    const [state, result] = [headers.get('azure-asyncoperation') ?? '', headers.get('location') ?? ''];
    expect(state).toMatch(/^https:\/\/localhost:8444\/subscriptions\//);

    pass(seconds(29));
    expect((await ask('GET', state)).body).toMatchObject({ status: 'InProgress' });
    expect((await ask('GET', result)).status).toBe(202);
    pass(seconds(1));
    expect((await ask('GET', state)).body).toMatchObject({ status: 'Succeeded', endTime: '2030-01-01T00:00:30.000Z' });
    expect((await ask('GET', result)).body).toMatchObject({ properties: { activeKey: { keyUrl: keyUrl('v2') } } });
  });
});
