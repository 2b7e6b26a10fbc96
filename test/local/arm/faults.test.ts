import { anEstate, diskSet, encryptedWith, group, keyUrl, seconds, storage } from './estate';

const account = `${group}/providers/Microsoft.Storage/storageAccounts/store`;
const accountPath = `${account}?api-version=2025-08-01`;
const set = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks`;
const setPath = `${set}?api-version=2025-01-02`;
const move = { properties: { encryption: { keyvaultproperties: { keyversion: 'v2' } } } };
const moveSet = { properties: { activeKey: { keyUrl: keyUrl('v2') } } };
const version = 'properties.encryption.keyvaultproperties.keyversion';

function anEstateOfTwo() {
  const estate = anEstate({ operationSeconds: 30 });
  estate.arm.put(storage(encryptedWith('v1')));
  estate.arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
  estate.vault.create('v2');
  return estate;
}

describe('a fault on demand', () => {
  it('refuses as often as it was told to, then no more', async () => {
    const { arm, ask } = anEstateOfTwo();
    arm.inject({
      path: account,
      method: 'PATCH',
      times: 2,
      effect: { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfter: 7 },
    });
    expect((await ask('GET', accountPath)).status).toBe(200);
    expect((await ask('PATCH', accountPath, move)).headers.get('retry-after')).toBe('7');
    expect((await ask('PATCH', accountPath, move)).error?.code).toBe('TooManyRequests');
    expect(arm.get(account)).toHaveProperty(version, 'v1');
    expect((await ask('PATCH', accountPath, move)).status).toBe(200);
    expect(arm.faults()).toEqual([]);
  });

  it('meets requests by type or by a pattern of the path, and others not', async () => {
    const { arm, ask } = anEstateOfTwo();
    const effect = { kind: 'answer', status: 403, code: 'AuthorizationFailed' } as const;
    arm.inject({ type: 'microsoft.compute/diskencryptionsets', effect });
    arm.inject({ path: '*/storageaccounts/*', effect });
    expect((await ask('GET', setPath)).status).toBe(403);
    expect((await ask('GET', setPath)).status).toBe(200);
    expect((await ask('GET', accountPath)).status).toBe(403);
  });

  it('accepts a request and never answers it', async () => {
    const { arm, ask } = anEstateOfTwo();
    arm.inject({ method: 'PATCH', effect: { kind: 'hang' } });
    const answered = jest.fn();
    void ask('PATCH', accountPath, move).then(answered, answered);
    await new Promise(setImmediate);
    expect(answered).not.toHaveBeenCalled();
    expect(arm.get(account)).toHaveProperty(version, 'v1');
  });

  it('loses the answer of a write that was done', async () => {
    const { arm, ask } = anEstateOfTwo();
    arm.inject({ method: 'PATCH', effect: { kind: 'drop-answer' } });
    await expect(ask('PATCH', accountPath, move)).rejects.toThrow(/lost/);
    expect(arm.get(account)).toHaveProperty(version, 'v2');
  });

  it('fails a write that was done all the same, at once or at the end of its operation', async () => {
    const { arm, ask, pass } = anEstateOfTwo();
    const effect = { kind: 'fail', status: 500, code: 'InternalServerError', applied: true } as const;
    arm.inject({ method: 'PATCH', times: 2, effect });
    expect((await ask('PATCH', accountPath, move)).status).toBe(500);
    expect(arm.get(account)).toHaveProperty(version, 'v2');

    const { status, headers } = await ask('PATCH', setPath, moveSet);
    pass(seconds(30));
    const operation = (await ask('GET', headers.get('azure-asyncoperation') ?? '')).body;
    expect([status, operation]).toMatchObject([202, { status: 'Failed', error: { code: 'InternalServerError' } }]);
    expect(arm.get(set)).toMatchObject({
      properties: { activeKey: { keyUrl: keyUrl('v2') }, provisioningState: 'Failed' },
    });
    expect(arm.keyLog(set).filter(({ until }) => !until)).toMatchObject([{ version: 'v2' }]);
  });

  it('fails an operation that leaves everything as it was, and a new write is taken', async () => {
    const { arm, ask, pass } = anEstateOfTwo();
    arm.inject({ method: 'PATCH', effect: { kind: 'fail', status: 409, code: 'Conflict' } });
    await ask('PATCH', setPath, moveSet);
    pass(seconds(30));
    expect(arm.get(set)).toMatchObject({
      properties: { activeKey: { keyUrl: keyUrl('v1') }, provisioningState: 'Failed' },
    });
    expect(arm.keyLog(set).filter(({ until }) => !until)).toMatchObject([{ version: 'v1' }]);
    await ask('PATCH', setPath, moveSet);
    pass(seconds(30));
    expect(arm.get(set)).toMatchObject({
      properties: { activeKey: { keyUrl: keyUrl('v2') }, provisioningState: 'Succeeded' },
    });
  });

  it('is refused itself when it is misspelt', () => {
    const { arm } = anEstateOfTwo();
    const misspelt = JSON.parse('{ "pth": "*", "effect": { "kind": "hang" } }');
    expect(() => arm.inject(misspelt)).toThrow(/pth/);
  });
});
