import type { AccessFacts } from '../../../shared/access/facts';
import { SearchUnfinished } from '../../../shared/dependents/search-parts';
import { dataActionOf } from '../../../shared/keys/key-rights';
import { KeyUrl } from '../../../shared/keys/key-url';
import { ledger } from '../../examples';
import { aGrant, aRole, aTenant, aVault, group as managementGroup, subscription, vaultId } from '../access/a-tenant';
import { type aPractice, asShown, cleanVault, found, vault, vaultIdOf } from './a-practice';

type Practice = Awaited<ReturnType<typeof aPractice>>;

const location = 'westeurope';
const cleanId = `/subscriptions/${subscription}/resourcegroups/clean/providers/microsoft.keyvault/vaults/standby`;
const onKeys = (id: string, ...names: string[]) =>
  aRole(
    id,
    names.map((name) => `Microsoft.KeyVault/vaults/keys/${name}/action`),
  );
const roles = [onKeys('wrapper', 'wrap', 'unwrap'), onKeys('exporter', 'backup'), onKeys('user', 'wrap')];
const wrapper = (who: string) => aGrant(who, { role: 'wrapper', scope: cleanId });
const exporter = (who: string, scope: string) => aGrant(who, { id: `${who} at ${scope}`, role: 'exporter', scope });

/** The first vault and the clean one, an application that may use keys of both, and whatever else a test grants. */
const seen = (how: Parameters<typeof aTenant>[0] = {}): AccessFacts =>
  aTenant({
    who: ['app shop', 'anna', 'bram'],
    roles,
    vaults: [aVault(), aVault({ url: cleanVault, resource: cleanId, keys: [] })],
    ...how,
    grants: [wrapper('app shop'), ...(how.grants ?? [])],
  });

const lookedAt =
  (facts: AccessFacts, plant: (practice: Practice) => void = () => undefined) =>
  (practice: Practice) => {
    practice.access.facts = async () => facts;
    practice.dependents.add({ id: 'shop', key: ledger, identities: ['app shop'] });
    plant(practice);
  };

describe('the doctor, of clean vaults', () => {
  it('finds nothing where one is ready', async () => {
    expect(await found(lookedAt(seen()))).toMatchObject({ well: true, findings: [] });
  });

  it('finds whose identity may not wrap and unwrap there, once however many keys it uses, with the command that gives it', async () => {
    const facts = seen({
      who: ['app shop', 'app till'],
      grants: [aGrant('app till', { role: 'user', scope: cleanId })],
    });
    const { findings, well } = await found(
      lookedAt(facts, ({ dependents, keys }) => {
        const till = { id: 'till', identities: ['app till'] };
        dependents.add({ ...till, key: ledger });
        const { key } = keys.addKey(KeyUrl.parse(`${vault}/keys/second`));
        dependents.add({ ...till, key });
      }),
    );
    expect(well).toBe(false);
    expect(findings).toMatchObject([{ check: 'standby', code: 'standby-access-missing', subject: cleanVault }]);
    expect(findings[0]?.message).toContain('till (identity app till)');
    expect(findings[0]?.nextStep).toContain('--assignee-object-id app till');
  });

  it('counts a right over nothing but the key that is yet to be made', async () => {
    const scope = `${cleanId}/keys/ledger`;
    const facts = seen({ who: ['app till'], grants: [aGrant('app till', { role: 'wrapper', scope })] });
    const { told } = await found(
      lookedAt(facts, ({ dependents }) => dependents.add({ id: 'till', key: ledger, identities: ['app till'] })),
    );
    expect(told).toEqual([]);
  });

  it('names those of whom it could not be seen, and does not take them for well or ill', async () => {
    const facts = seen({ who: ['app till'], unseen: [{ scope: 'Microsoft Graph', because: '403' }] });
    const { findings, well } = await found(
      lookedAt(facts, ({ dependents }) => dependents.add({ id: 'till', key: ledger, identities: ['app till'] })),
    );
    expect(well).toBe(true);
    expect(findings.map(({ code }) => code)).toEqual(['standby-exporters-unseen', 'standby-access-unseen']);
    expect(findings[1]?.message).toContain('till (identity app till)');
  });

  it('lets what could not be seen of a third vault hide nothing', async () => {
    const third = 'https://third.vault.azure.net';
    const base = seen({ who: ['app till'], unseen: [{ scope: third, because: 'Its keys: 403' }] });
    const facts = { ...base, vaults: [...base.vaults, aVault({ url: third })] };
    const { findings } = await found(
      lookedAt(facts, ({ dependents }) => dependents.add({ id: 'till', key: ledger, identities: ['app till'] })),
    );
    expect(findings.map(({ code }) => code)).toEqual(['standby-access-missing']);
  });

  it('says what it had no time to look at, or could not search', async () => {
    const unfinished = await found(
      lookedAt(seen(), ({ doors }) => {
        Object.assign(doors, { dependents: { find: () => Promise.reject(new SearchUnfinished()) } });
      }),
    );
    expect(unfinished).toMatchObject({ well: true, told: [`standby-not-searched at ${cleanVault}`] });
    expect(unfinished.findings[0]?.message).toContain(ledger);
    const refused = await found(lookedAt(seen(), ({ dependents }) => dependents.addUnreadable('/subscriptions/x')));
    expect(refused.findings[0]?.message).toContain('/subscriptions/x');
  });

  it('says that nobody knows who has access where that cannot be read', async () => {
    const { told, well } = await found(({ access }) => {
      access.facts = () => Promise.reject(new Error('503'));
    });
    expect({ told, well }).toEqual({ told: [`standby-exporters-unseen at ${cleanVault}`], well: true });
  });

  it('names whoever could carry keys out of both vaults, through groups too, and nobody who can in one of them only', async () => {
    const facts = seen({
      who: ['app shop', 'anna', 'bram', 'carol'],
      members: { 'group operators': ['anna'] },
      grants: [
        exporter('group operators', managementGroup('corp')),
        exporter('bram', vaultId),
        exporter('carol', cleanId),
      ],
    });
    const { findings, well } = await found(lookedAt(facts));
    expect(well).toBe(false);
    expect(findings).toMatchObject([{ code: 'standby-shared-exporters', severity: 'warning', subject: cleanVault }]);
    expect(findings[0]?.message).toMatch(/^1 may carry .*anna is a member of group operators/);
    expect(findings[0]?.message).not.toMatch(/bram|carol/);
    expect(findings[0]?.nextStep).toContain('az role assignment list');
  });

  it('counts a right over one key of the first vault, and leaves out our own identities', async () => {
    const both = (who: string) => [exporter(who, `${vaultId}/keys/ledger`), exporter(who, cleanId)];
    const facts = seen({ who: ['anna', 'rewrap'], grants: [...both('anna'), ...both('rewrap')] });
    const { findings } = await found(lookedAt(facts));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(/^1 may carry keys .*anna/);
  });

  it('mentions those who could give themselves that right', async () => {
    const owner = aRole('owner', [], { actions: ['*'] });
    const grants = [aGrant('anna', { role: 'owner', scope: `/subscriptions/${subscription}` })];
    const { findings, well } = await found(lookedAt(seen({ who: ['anna'], roles: [...roles, owner], grants })));
    expect(well).toBe(true);
    expect(findings).toMatchObject([{ code: 'standby-shared-owners', severity: 'info' }]);
  });

  it.each([
    ['in another region', { location: 'northeurope' }, 'standby-elsewhere', 'northeurope'],
    ['without purge protection', { location, enablePurgeProtection: null }, 'standby-purgeable', 'purge protection'],
    ['of a lesser kind', { location, sku: { family: 'A', name: 'standard' } }, 'standby-other-kind', 'HSM'],
  ])('finds one %s', async (_, { location: place, ...change }, code, words) => {
    const { findings } = await found(
      lookedAt(seen(), ({ arm }) => {
        arm.put({ id: vaultIdOf(cleanVault), location: place, properties: { ...asShown(cleanVault), ...change } });
      }),
    );
    expect(findings).toMatchObject([{ code, subject: cleanVault, severity: 'warning' }]);
    expect(findings[0]?.message).toContain(words);
  });

  it('finds that an entry names a region in which its vault is not', async () => {
    const { told } = await found(
      lookedAt(seen(), ({ site }) => {
        site.standby = [{ vault: cleanVault, regions: ['westeurope', 'northeurope'] }];
      }),
    );
    expect(told).toEqual([`standby-elsewhere at ${cleanVault}`]);
  });

  it('finds one that Azure Resource Manager does not show', async () => {
    const { told } = await found(lookedAt(seen(), ({ arm }) => arm.remove(vaultIdOf(cleanVault))));
    expect(told).toEqual([`standby-not-seen at ${cleanVault}`, `vault-not-seen at ${cleanVault}`]);
  });

  it.each(['wrap', 'unwrap', 'create', 'backUp'] as const)(
    'finds that we may not %s there, before there is a key',
    async (operation) => {
      const right = dataActionOf(operation, 'vault');
      const { told, findings } = await found(
        lookedAt(seen(), ({ site }) => {
          site.letsInToCleanVault = async (_token, { dataAction }) =>
            dataAction === right ? { status: 403, code: 'ForbiddenByRbac', message: 'no' } : 'ok';
        }),
      );
      expect(told).toEqual([`right-missing at ${cleanVault}`]);
      expect(findings[0]?.message).toContain(right);
    },
  );

  it('says once which keys have none, and that there is none at all, and stays well', async () => {
    const left = await found(
      lookedAt(seen(), ({ site }) => void (site.standby = [{ vault: cleanVault, regions: ['westus'] }])),
    );
    expect(left.well).toBe(false);
    expect(left.told).toEqual([`standby-elsewhere at ${cleanVault}`, 'no-standby at standby']);
    expect(left.findings[1]?.message).toContain(`1 key of ${vault} (classes all)`);
    const none = await found(({ site }) => void (site.standby = []));
    expect({ well: none.well, told: none.told }).toEqual({ well: true, told: ['no-standby at standby'] });
  });
});
