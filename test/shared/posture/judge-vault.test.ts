import { Policy } from '../../../shared/policy/policy';
import { judgeVault } from '../../../shared/posture/judge-vault';
import { servedBy, servedTogether, type Served, type VaultView } from '../../../shared/posture/vault-view';
import { aPolicy, today } from '../../examples';

const vault = 'https://payments.vault.azure.net';
const resource = { id: '/vaults/payments', tags: {}, usesAccessPolicies: false };
const good: VaultView = { vault, isHsm: false, resource, subscriptions: 1 };
const one: Served = { applications: ['shop'], environments: ['prod'], regions: ['westeurope'] };
const two: Served = { ...one, applications: ['hr', 'shop'] };
const hsm = { ...good, isHsm: true };

const codes = (view: VaultView, served = one, policy = aPolicy()) =>
  judgeVault(view, { served, policy, now: today }).map(({ code }) => code);

describe('judgeVault', () => {
  it.each<[string, VaultView, Served, string[]]>([
    ['finds nothing about a vault that is as it should be', good, one, []],
    ['says nothing of a vault that it may not see', { vault, isHsm: false }, one, []],
    ['R15: sees a vault that was deleted', { vault, isHsm: false, deleted: { id: '/gone' } }, one, ['soft-deleted']],
    ['R11a: sees access policies', { ...good, resource: { ...resource, usesAccessPolicies: true } }, one, ['rbac-off']],
    ['sees that no event comes any more', { ...good, subscriptions: 0 }, one, ['event-subscription-missing']],
    ['R9: sees that it serves two applications', good, two, ['shared-vault']],
    ['R9: sees that it serves two environments', good, { ...one, environments: ['prod', 'test'] }, ['shared-vault']],
    ['R9: sees that it serves two regions', good, { ...one, regions: ['northeurope', 'westeurope'] }, ['shared-vault']],
    ['R10: does not mind a Managed HSM that serves many', hsm, two, []],
    ['asks a Managed HSM neither for role assignments nor for events', { ...hsm, subscriptions: 0 }, one, []],
  ])('%s', (_, view, served, expected) => {
    expect(codes(view, served)).toEqual(expected);
  });

  it.each([
    ['heeds a waiver for the vault', { vaults: [vault] }, '2027-03-01', []],
    ['heeds none that has lapsed', { vaults: [vault] }, '2027-02-28', ['shared-vault']],
    ['heeds none for another vault', { vaults: ['https://hr.vault.azure.net'] }, '2027-03-01', ['shared-vault']],
    ['heeds none that is for some keys only', { keys: ['ledger'] }, '2027-03-01', ['shared-vault']],
  ])('%s', (_, match, until, expected) => {
    const waivers = [{ rule: 'shared-vault', match, reason: 'merger', owner: 'ops', until }];
    expect(codes(good, two, Policy.parse({ ...aPolicy(), waivers }))).toEqual(expected);
  });
});

describe('servedBy', () => {
  it('reads tags in any casing and by either name, and puts keys together', () => {
    const shop = servedBy([{ tags: { App: 'Shop', ENV: 'prod' }, region: 'westeurope' }, {}]);
    const hr = servedBy([{ tags: { application: 'hr', environment: 'prod' }, region: 'westeurope' }]);
    expect(servedTogether([shop, hr])).toEqual({
      applications: ['hr', 'shop'],
      environments: ['prod'],
      regions: ['westeurope'],
    });
  });
});
