import { mayUse } from '../../../shared/access/may-use';
import { exportersOf } from '../../../shared/incidents/exporters';
import { KeyUrl } from '../../../shared/keys/key-url';
import { aGrant, aRole, aTenant, aVault, vaultUrl } from '../access/a-tenant';

const backer = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
const wrapper = aRole('wrapper', [
  'Microsoft.KeyVault/vaults/keys/wrap/action',
  'Microsoft.KeyVault/vaults/keys/unwrap/action',
]);

describe('exportersOf', () => {
  it('names who may take backups, and the command that ends it; nobody else', () => {
    const facts = aTenant({
      who: ['mallory', 'app orders'],
      roles: [backer, wrapper],
      grants: [aGrant('mallory', { role: 'backer', id: '/assignments/1' }), aGrant('app orders', { role: 'wrapper' })],
    });
    expect(exportersOf(facts, vaultUrl)).toMatchObject({
      vault: vaultUrl,
      exporters: [
        {
          principal: 'mallory',
          inWords: expect.stringContaining('Role backer'),
          takeAway: 'az role assignment delete --ids /assignments/1',
        },
      ],
    });
  });

  it('tells nobody to take its rights from Rewrap in the midst of an incident', () => {
    const grants = [aGrant('app rewrap', { role: 'backer', id: '/assignments/2' })];
    const facts = aTenant({ who: ['app rewrap'], roles: [backer], grants });
    const taking = { roles: new Set(['backer']), knownUsers: new Set<string>(), own: new Set(['app rewrap']) };
    expect(exportersOf(facts, vaultUrl, taking).exporters).toMatchObject([
      { own: true, takeAway: expect.stringMatching(/^Leave it: this is Rewrap/), takenBy: 'person' },
    ]);
  });

  it('leaves a principal of an access policy what does not carry keys', () => {
    const vault = aVault({
      usesAccessPolicies: true,
      accessPolicies: [{ principal: 'mallory', keys: ['get', 'wrapkey', 'backup'], certificates: [], secrets: [] }],
    });
    const [found] = exportersOf(aTenant({ who: ['mallory'], vaults: [vault] }), vaultUrl).exporters;
    expect(found?.takeAway).toBe(
      'az keyvault set-policy --name payments --object-id mallory --key-permissions get wrapkey',
    );
  });

  it('says what could not be seen', () => {
    expect(exportersOf(aTenant({ vaults: [] }), vaultUrl)).toMatchObject({
      exporters: [],
      unseen: [expect.stringContaining(vaultUrl)],
    });
  });
});

describe('mayUse', () => {
  const key = KeyUrl.parse(`${vaultUrl}/keys/to-be-made`);
  const how = { who: ['app orders', 'app stock'], roles: [wrapper] };

  it('tells who may use a key that is yet to be made', () => {
    const may = mayUse(aTenant({ ...how, grants: [aGrant('app orders', { role: 'wrapper' })] }), key);
    expect([may('app orders'), may('app stock')]).toEqual([true, false]);
  });

  it('does not count what has to be activated first', () => {
    const may = mayUse(aTenant({ ...how, grants: [aGrant('app orders', { role: 'wrapper', eligible: true })] }), key);
    expect(may('app orders')).toBe(false);
  });

  it('tells it of a vault that holds no key yet, as clean ones do', () => {
    const empty = { vaults: [aVault({ keys: [] })], grants: [aGrant('app orders', { role: 'wrapper' })] };
    const may = mayUse(aTenant({ ...how, ...empty }), key);
    expect([may('app orders'), may('app stock')]).toEqual([true, false]);
  });

  it('does not know where something could not be read', () => {
    const seen = { unseen: [{ scope: 'x', because: 'y' }] };
    expect(mayUse(aTenant({ ...how, ...seen }), key)('app stock')).toBeUndefined();
  });
});
