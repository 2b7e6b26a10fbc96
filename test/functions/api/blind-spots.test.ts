import { lookAtKey } from '../../../shared/rotations/look-at-key';
import { anArmEstate, aPolicy, group, host, subscription } from '../../shared/dependents/arm-estate';
import { ledger } from '../a-site';
import { anApi } from './an-api';

const closed = '00000000-0000-0000-0000-00000000000c';
const sandbox = '00000000-0000-0000-0000-00000000000d';
const managed = `/subscriptions/${subscription}/resourceGroups/mrg`;
const owner = `${group}/providers/Microsoft.Solutions/applications/scoring`.toLowerCase();

/** The API over the real search, in front of the emulator of Azure Resource Manager. */
const aSite = async () => {
  const api = await anApi();
  const estate = anArmEstate({ subscriptions: [subscription, closed, sandbox] });
  const { version } = api.version;
  estate.create(version);
  const account = (within: string, name: string) => ({
    id: `${within}/providers/Microsoft.Storage/storageAccounts/${name}`,
    properties: {
      encryption: { keyvaultproperties: { keyvaulturi: `https://${host}`, keyname: 'ledger', keyversion: version } },
    },
  });
  estate.emulator.put(account(group, 'pinned'));
  estate.emulator.put(account(managed, 'managed'));
  estate.emulator.manage({ id: managed, managedBy: owner });
  estate.rights.may = (_, scope) => !scope.includes(closed);
  Object.assign(api.world, {
    dependents: estate.dependents,
    policy: () => Promise.resolve(aPolicy([subscription, closed])),
  });
  return { ...api, estate };
};

describe('a pinned resource, an unreadable subscription, a resource in a managed group', () => {
  it('are each found and named in the plan of a dry run', async () => {
    const { call } = await aSite();
    const body = { key: ledger, reason: 'look', dryRun: true };
    const answer = await call('POST /api/rotations', { roles: ['Rewrap.Operate'], body });
    expect(answer).toMatchObject({ status: 200, keepsItsSchema: true });
    expect(answer.body).toMatchObject({
      plans: [
        {
          waves: [{ name: 'pinned', dependents: 1 }],
          dependents: {
            total: 1,
            pinned: [
              {
                id: expect.stringContaining('/pinned'),
                advice: {
                  bicep: expect.stringContaining("keyversion: 'NEW-VERSION'"),
                  terraform: expect.arrayContaining([
                    expect.objectContaining({ resource: 'azurerm_storage_account_customer_managed_key' }),
                  ]),
                },
              },
            ],
            inWords: expect.stringContaining('2 found, but 1 scope could not be read'),
            unreadable: [{ scope: `/subscriptions/${closed}` }],
            ownedElsewhere: [{ id: expect.stringContaining('/mrg/'), owner, ask: expect.stringContaining(owner) }],
            notInScope: [{ id: sandbox }],
          },
          warnings: expect.arrayContaining([
            expect.objectContaining({ code: 'unreadable-scope', message: expect.stringContaining(closed) }),
            expect.objectContaining({ code: 'owned-elsewhere', message: expect.stringContaining(owner) }),
            expect.objectContaining({ code: 'subscription-not-in-scope', message: expect.stringContaining(sandbox) }),
          ]),
        },
      ],
    });
  });

  it('are told of with the key, which never has "0 dependents" alone', async () => {
    const { call, world } = await aSite();
    const { posture } = await lookAtKey(world, ledger, world.now());
    await world.posture.put(posture);
    const answer = await call('GET /api/keys', { roles: ['Rewrap.Read'] });
    expect(answer).toMatchObject({ status: 200, keepsItsSchema: true });
    expect(answer.body).toMatchObject({
      keys: [
        {
          dependents: {
            total: 2,
            onCurrentVersion: 2,
            ownedElsewhere: 1,
            showNoVersion: 0,
            inWords: expect.stringMatching(/^2 found, but/),
          },
          blindSpots: [
            { scope: `/subscriptions/${closed}` },
            { scope: `/subscriptions/${sandbox}`, because: expect.stringContaining('scope.subscriptions') },
          ],
        },
      ],
    });
  });
});
