import type { Arm } from '../../../shared/azure/arm';
import { armErrorFor } from '../../../shared/azure/arm-errors';
import { armDependents } from '../../../shared/dependents/arm-dependents';
import { anArmEstate, aPolicy, group, idOf, key, subscription, v1, v2 } from './arm-estate';

const workspace = `${group}/providers/Microsoft.Databricks/workspaces/lake`;
const managedGroup = `/subscriptions/${subscription}/resourceGroups/databricks-rg-lake`;

const account = (id: string, keyversion = v1) => ({
  id: `${id}/providers/Microsoft.Storage/storageAccounts/store`,
  location: 'West Europe',
  properties: {
    encryption: {
      keySource: 'Microsoft.Keyvault',
      keyvaultproperties: { keyvaulturi: 'https://payments.vault.azure.net', keyname: 'ledger', keyversion },
    },
  },
});
const managedId = account(managedGroup).id.toLowerCase();
const ours = idOf('Microsoft.Storage/storageAccounts/store');

type Estate = ReturnType<typeof anArmEstate>;
const find = (estate: Estate) => estate.dependents.find(key, aPolicy());
const denial = { name: 'Locked by a deployment stack', scope: group, actions: ['Microsoft.Storage/*/write'] };

describe('what others alone may change', () => {
  it('is told apart, with the owner of the managed group and what to ask of him', async () => {
    const estate = anArmEstate();
    estate.emulator.put(account(managedGroup));
    estate.emulator.put(account(group));
    estate.emulator.manage({ id: managedGroup, managedBy: workspace });
    const { dependents, ownedElsewhere } = await find(estate);
    expect(dependents.map(({ id }) => id)).toEqual([ours]);
    expect(ownedElsewhere).toMatchObject([
      { id: managedId, mode: 'pinned', version: v1, region: 'westeurope', owner: workspace.toLowerCase() },
    ]);
    expect(ownedElsewhere?.[0]?.ask).toContain(workspace.toLowerCase());
  });

  it.each([
    ['by a name', {}, 'the deny assignment "Locked by a deployment stack"'],
    ['by the resource in its name', { name: `System deny assignment of ${workspace}` }, workspace.toLowerCase()],
  ])('is named %s where a deny assignment keeps us from writing', async (_, change, owner) => {
    const estate = anArmEstate();
    estate.emulator.put(account(group));
    estate.emulator.deny({ ...denial, ...change });
    const { dependents, ownedElsewhere } = await find(estate);
    expect(dependents).toEqual([]);
    expect(ownedElsewhere).toMatchObject([{ id: ours, owner }]);
  });

  it.each([
    ['is for another group', { scope: `${group}-of-others` }],
    ['is for other actions', { actions: ['*/delete', 'Microsoft.Sql/*'] }],
    ['makes an exception for the action', { notActions: ['Microsoft.Storage/storageAccounts/write'] }],
    ['makes an exception for us', { excluded: ['rewrap'] }],
  ])('stays ours where the deny assignment %s', async (_, change) => {
    const estate = anArmEstate();
    estate.emulator.put(account(group));
    estate.emulator.deny({ ...denial, ...change });
    const { dependents, ownedElsewhere } = await find(estate);
    expect(ownedElsewhere).toBeUndefined();
    expect(dependents.map(({ id }) => id)).toEqual([ours]);
    estate.create(v2);
    expect(await estate.drive(await estate.only())).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('is observed all the same, and proven once it has followed by itself', async () => {
    const estate = anArmEstate();
    estate.emulator.put(account(managedGroup, ''));
    estate.emulator.manage({ id: managedGroup, managedBy: workspace });
    const [owned] = (await find(estate)).ownedElsewhere ?? [];
    if (!owned) throw new Error('expected it to be found');
    estate.create(v2);
    expect(await estate.dependents.observe(owned, { key, to: v2 })).toMatchObject({ proof: 'unproven' });
    estate.pass(24 * 3600);
    expect(await estate.dependents.observe(owned, { key, to: v2 })).toEqual({ proof: 'read-back' });
    expect(estate.writes()).toEqual([]);
  });

  it('is not known where the groups cannot be listed, and that is said', async () => {
    const estate = anArmEstate();
    estate.emulator.put(account(group));
    estate.rights.may = (action) => !/resourceGroups\/read/i.test(action);
    const { dependents, unreadable } = await find(estate);
    expect(dependents).toHaveLength(1);
    expect(unreadable).toMatchObject([{ scope: `/subscriptions/${subscription}/resourcegroups` }]);
  });

  it('stays ours where deny assignments cannot be listed: Azure itself then refuses the write', async () => {
    const estate = anArmEstate();
    estate.emulator.put(account(group));
    estate.emulator.deny(denial);
    estate.rights.may = (action) => !/denyAssignments\/read/i.test(action);
    estate.create(v2);
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'failed', because: expect.stringContaining('Locked by a deployment stack') });
  });
});

describe('what is in sight', () => {
  const other = '00000000-0000-0000-0000-00000000000f';

  it('names the subscriptions that we can see and that the policy does not name', async () => {
    const estate = anArmEstate({ subscriptions: [subscription, other] });
    expect((await find(estate)).notInScope).toEqual([{ id: other, name: other }]);
  });

  it('is nothing beside where the policy names all, or where the others cannot be seen', async () => {
    const estate = anArmEstate({ subscriptions: [subscription, other] });
    expect(await estate.dependents.find(key, aPolicy([subscription, other]))).not.toHaveProperty('notInScope');
    estate.rights.may = (_, scope) => !scope.includes(other);
    expect(await find(estate)).not.toHaveProperty('notInScope');
  });

  it('is less than all where Resource Graph cuts its answer short: that is said, and the rest goes on', async () => {
    const estate = anArmEstate();
    const store = `${group}/providers/Microsoft.Storage/storageAccounts/plain`;
    estate.emulator.put({ id: store, properties: {} });
    estate.emulator.put({
      id: `${store}/encryptionScopes/secrets`,
      properties: { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri: `${key}/${v1}` } },
    });
    const detail = 'only 1000 rows came.';
    const refusal = { method: 'POST', scope: '/graph', status: 500, armCode: 'ResultTruncated', detail };
    const resourceGraph: Arm['resourceGraph'] = (query, ...asked) =>
      query.includes('tolower(') ? Promise.reject(armErrorFor(refusal)) : estate.arm.resourceGraph(query, ...asked);
    const port = armDependents({ arm: { ...estate.arm, resourceGraph }, now: estate.now });
    const { dependents, unreadable } = await port.find(key, aPolicy());
    expect(dependents).toMatchObject([{ type: 'Microsoft.Storage/storageAccounts/encryptionScopes' }]);
    expect(unreadable).toMatchObject([{ scope: 'Azure Resource Graph', because: expect.stringContaining(detail) }]);
  });
});
