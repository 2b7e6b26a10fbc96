import { anEstate, diskSet, group, hours, keyUrl, minutes } from './estate';

const id = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks`;
const path = `${id}?api-version=2025-01-02`;
const pointAt = (version?: string) => ({ properties: { activeKey: { keyUrl: keyUrl(version) } } });
const onFirst = { activeKey: { keyUrl: keyUrl('v1') } };

describe('a disk encryption set', () => {
  it('shows both keys until the disks are re-wrapped, and needs both', async () => {
    const { arm, vault, ask, pass } = anEstate({ operationSeconds: 60 });
    arm.put(diskSet(onFirst));
    vault.create('v2');
    const accepted = await ask('PATCH', path, pointAt('v2'));
    expect(accepted.status).toBe(202);
    const during = (await ask('GET', path)).body;
    expect(during).toMatchObject({
      properties: {
        activeKey: { keyUrl: keyUrl('v2') },
        previousKeys: [{ keyUrl: keyUrl('v1') }],
        provisioningState: 'Updating',
      },
    });
    expect(arm.keyLog(id).filter(({ until }) => !until)).toHaveLength(2);

    pass(minutes(1));
    const after = (await ask('GET', path)).body;
    expect(after).toMatchObject({
      properties: { activeKey: { keyUrl: keyUrl('v2') }, previousKeys: [], provisioningState: 'Succeeded' },
    });
    expect(arm.keyLog(id).filter(({ until }) => !until)).toMatchObject([{ version: 'v2' }]);
  });

  it('has no key while it re-wraps and the old version is disabled, and the operation fails', async () => {
    const { arm, vault, ask, pass } = anEstate({ operationSeconds: 60 });
    arm.put(diskSet(onFirst));
    vault.create('v2');
    const { headers } = await ask('PATCH', path, pointAt('v2'));
    vault.disable('v1');
    expect(arm.health(id)).toBe('no-key');
    pass(minutes(1));
    const status = await ask('GET', headers.get('azure-asyncoperation') ?? '');
    expect(status.body).toMatchObject({ status: 'Failed', error: { code: 'KeyVaultKeyDisabled' } });
    expect((await ask('GET', path)).body).toMatchObject({
      properties: { activeKey: { keyUrl: keyUrl('v1') }, provisioningState: 'Failed' },
    });
  });

  it('shows the key as the caller spelt it', async () => {
    const { arm, ask, pass } = anEstate({ operationSeconds: 60 });
    arm.put(diskSet(onFirst));
    const spelt = keyUrl('V1', 'Ledger');
    await ask('PATCH', path, { properties: { activeKey: { keyUrl: spelt } } });
    pass(minutes(1));
    expect(arm.get(id)).toHaveProperty('properties.activeKey.keyUrl', spelt);
    expect(arm.health(id)).toBe('ok');
  });

  it('refuses a key without a version, and a second write while one runs', async () => {
    const { arm, vault, ask } = anEstate();
    arm.put(diskSet(onFirst));
    expect((await ask('PATCH', path, pointAt())).error?.code).toBe('InvalidParameter');
    vault.create('v2');
    await ask('PATCH', path, pointAt('v2'));
    expect((await ask('PATCH', path, pointAt('v2'))).status).toBe(409);
  });

  it('goes forward again by itself within an hour of being put back, where it rotates to the latest', async () => {
    const { arm, vault, ask, pass } = anEstate();
    pass(minutes(1));
    vault.create('v2');
    arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v2') }, rotationToLatestKeyVersionEnabled: true }));
    await ask('PATCH', path, pointAt('v1'));
    pass(hours(1) - 1);
    expect((await ask('GET', path)).body).toHaveProperty('properties.activeKey.keyUrl', keyUrl('v1'));
    pass(1);
    expect((await ask('GET', path)).body).toHaveProperty('properties.activeKey.keyUrl', keyUrl('v2'));
  });

  it('R24: does not rotate by itself for confidential VMs, nor change its encryption type', async () => {
    const { arm, ask } = anEstate();
    arm.put(diskSet({ ...onFirst, encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' }));
    const automatic = await ask('PATCH', path, { properties: { rotationToLatestKeyVersionEnabled: true } });
    expect(automatic.error?.message).toMatch(/rotationToLatestKeyVersionEnabled/);
    const other = await ask('PATCH', path, { properties: { encryptionType: 'EncryptionAtRestWithCustomerKey' } });
    expect(other.error?.code).toBe('PropertyChangeNotAllowed');
  });
});
