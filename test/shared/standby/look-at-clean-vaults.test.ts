import type { VaultView } from '../../../shared/posture/vault-view';
import { lookAtCleanVaults } from '../../../shared/standby/look-at-clean-vaults';
import { ledger } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';
import { aGrant, aRole, aTenant, aVault, subscription, vaultUrl } from '../access/a-tenant';

const cleanVault = 'https://standby.vault.azure.net';

/** A world that shows these vaults in these regions. */
const aWorld = (regions: Record<string, string>) => {
  const world = fakeWorld({ now: () => new Date('2027-03-01T12:00:00Z') });
  const look = async (vault: string): Promise<VaultView> => {
    const region = regions[vault];
    const shown = { id: vault, tags: {}, usesAccessPolicies: false, purgeProtection: true };
    return { vault, isHsm: false, ...(region && { resource: { ...shown, region } }) };
  };
  return { ...world, vaults: { ...world.vaults, look } };
};
const both = (region: string) => aWorld({ [vaultUrl]: 'westeurope', [cleanVault]: region });
const codes = async (...asked: Parameters<typeof lookAtCleanVaults>) =>
  (await lookAtCleanVaults(...asked)).map(({ code }) => code);

describe('lookAtCleanVaults', () => {
  it('has nothing to say of one that is ready, nor where nothing goes to one', async () => {
    expect(await codes(both('westeurope'), [{ key: ledger, cleanVault }])).toEqual([]);
    expect(await codes(aWorld({}), [{ key: ledger }])).toEqual([]);
  });

  it('finds one in another region, once for all keys', async () => {
    const flights = [
      { key: ledger, cleanVault },
      { key: ledger, cleanVault },
    ];
    expect(await codes(both('northeurope'), flights)).toEqual(['standby-elsewhere']);
  });

  it('says of one that is not shown that nothing is known of it', async () => {
    expect(await codes(aWorld({}), [{ key: ledger, cleanVault }])).toEqual(['standby-not-seen']);
  });

  it('names who could carry keys out of both, without ourselves', async () => {
    const world = both('westeurope');
    const role = aRole('exporter', ['Microsoft.KeyVault/vaults/keys/backup/action']);
    const scope = `/subscriptions/${subscription}`;
    const who = ['mallory', 'rewrap'];
    world.access.facts = async () =>
      aTenant({
        who,
        roles: [role],
        vaults: [aVault(), aVault({ url: cleanVault, resource: `${scope}/resourcegroups/clean`, keys: [] })],
        grants: who.map((each) => aGrant(each, { role: 'exporter', scope })),
      });
    const [found, ...others] = await lookAtCleanVaults({ ...world, ownIdentities: ['rewrap'] }, [
      { key: ledger, cleanVault },
    ]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'standby-shared-exporters', subject: cleanVault });
    expect(found?.message).toMatch(/mallory/);
    expect(found?.message).not.toMatch(/rewrap/);
  });

  it('goes on where access cannot be read, and says so', async () => {
    const world = both('westeurope');
    world.access.facts = () => Promise.reject(new Error('503'));
    expect(await codes(world, [{ key: ledger, cleanVault }])).toEqual(['standby-exporters-unseen']);
  });
});
