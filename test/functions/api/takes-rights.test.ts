import { fakeRightsTaker } from '../../fakes/fake-rights-taker';
import { aGrant, aRole, aTenant } from '../../shared/access/a-tenant';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../a-site';
import { anApi } from './an-api';

const roles = ['Rewrap.Emergency'];
const post = 'POST /api/emergency-rotations';
const standby = 'https://standby.vault.azure.net';
const body = { keys: [ledger], reason: 'a backup was seen outside', incidentId: 'INC 1' };

const aSite = async () => {
  const api = await anApi();
  const scope = { subscriptions: [], vaults: ['https://payments.vault.azure.net', standby] };
  api.world.policy = async () => aPolicy({ scope, standby: [{ vault: standby }] });
  return api;
};

describe('taking backup rights', () => {
  const taking = { ...body, takeBackupRights: true };
  const role = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
  const grants = [aGrant('mallory', { role: 'backer' }), aGrant('app orders', { role: 'backer' })];

  const withIdentity = async () => {
    const api = await aSite();
    Object.assign(api.world, { rightsTaker: fakeRightsTaker(api.world.access, ['backer']) });
    api.world.access.facts = async () => aTenant({ who: ['mallory', 'app orders'], roles: [role], grants });
    return api;
  };
  const asks = async ({ world }: Awaited<ReturnType<typeof aSite>>) =>
    (await world.incidents.get('INC 1'))?.asks.map(({ takeBackupRights = false }) => takeBackupRights);

  it.each([{ dryRun: true }, {}])('is refused where no identity may: %j', async (how) => {
    const { call, world } = await aSite();
    expect(await call(post, { roles, body: { ...taking, ...how } })).toMatchObject({
      status: 409,
      body: { code: 'nobody-takes-rights', nextStep: expect.stringContaining('under contain') },
    });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it('says beforehand, one by one, whom the identity takes it from, and what is left to a person', async () => {
    const { call } = await withIdentity();
    expect(await call(post, { roles, body: { ...taking, dryRun: true } })).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        incident: {
          containBy: expect.stringContaining('as far as it may'),
          exporters: [
            {
              exporters: [
                { principal: 'mallory', takenBy: 'identity' },
                { principal: 'app orders', takenBy: 'person', because: expect.stringContaining('it is a service') },
              ],
            },
          ],
        },
      },
    });
  });

  it('stands in the trace', async () => {
    const api = await withIdentity();
    expect(await api.call(post, { roles, body: taking })).toMatchObject({ status: 202, keepsItsSchema: true });
    expect(await asks(api)).toEqual([true]);
  });

  it.each([
    ['of every clean vault', { mode: 'clean-vault' }, true],
    ['of no other mode', { mode: 'new-version' }, false],
    ['of none whose caller says otherwise', { mode: 'clean-vault', takeBackupRights: false }, false],
  ])('is the way %s, where the policy wants it', async (_, how, expected) => {
    const api = await withIdentity();
    const given = await api.world.policy();
    api.world.policy = async () => ({ ...given, takeBackupRights: 'clean-vault' });
    await api.call(post, { roles, body: { ...body, ...how } });
    expect(await asks(api)).toEqual([expected]);
  });

  it('holds nothing up where the policy wants it and no identity may', async () => {
    const api = await aSite();
    const given = await api.world.policy();
    api.world.policy = async () => ({ ...given, takeBackupRights: 'clean-vault' });
    expect(await api.call(post, { roles, body: { ...body, mode: 'clean-vault' } })).toMatchObject({ status: 202 });
    expect(await asks(api)).toEqual([false]);
  });
});
