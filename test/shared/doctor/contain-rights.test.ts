import { containCondition } from '../../../shared/incidents/contain-rights';
import { aPractice, cleanVault, found, vault, vaultIdOf } from './a-practice';

const roles = ['00482a5a-887f-4fb3-b363-3b7fe8e74483', '12338af0-0e69-4776-bea7-57ae8d297424'];
const ownIdentities = ['rewrap', 'contain'];
const condition = containCondition({ roles, own: ownIdentities });
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const parts = ['delete', 'read'].map((verb) => `Microsoft.Authorization/roleAssignments/${verb}`);

type Practice = Awaited<ReturnType<typeof aPractice>>;

/** The identity with its role at the vault, or as a test has it. */
const contained = (
  { doors, site, arm: { authorization } }: Practice,
  how: { actions?: string[]; condition?: string | undefined; also?: string; noToken?: boolean } = {},
) => {
  const token = () => (how.noToken ? Promise.reject(new Error('no identity is assigned')) : Promise.resolve('token'));
  Object.assign(doors, { contain: { condition, token } });
  site.own = ownIdentities;
  const part = { notActions: [], dataActions: [], notDataActions: [] };
  authorization.define({
    id: 'role',
    name: 'Rewrap contain',
    permissions: [{ ...part, actions: how.actions ?? parts }],
  });
  const grant = { principalType: 'ServicePrincipal' as const, scope: vaultIdOf(vault) };
  const under = 'condition' in how ? how.condition : condition;
  const bound = under === undefined ? {} : { condition: under };
  authorization.define({ id: 'narrow', name: 'Rewrap contain', permissions: [{ ...part, actions: parts }] });
  const elsewhere = { ...grant, scope: vaultIdOf(cleanVault) };
  authorization.assign({ ...elsewhere, id: 'there', principalId: 'contain', role: 'narrow', condition });
  authorization.assign({ ...grant, id: 'its', principalId: 'contain', role: 'role', ...bound });
  authorization.assign({ ...grant, id: 'ours', principalId: 'rewrap', role: reader });
  authorization.assign({ ...grant, id: 'theirs', principalId: 'somebody', role: 'role' });
  if (how.also) authorization.assign({ ...grant, id: 'also', principalId: 'contain', role: how.also });
};

describe('the doctor, of the identity that takes rights away', () => {
  it('is content with its right under its condition, in whatever order the lists came', async () => {
    const turned = containCondition({ roles: roles.toReversed(), own: ownIdentities.toReversed() }).toUpperCase();
    expect(await found(contained)).toMatchObject({ well: true, findings: [] });
    expect((await found((each) => contained(each, { condition: turned }))).told).toEqual([]);
  });

  it.each<[string, Parameters<typeof contained>[1], string]>([
    ['no right at the vault', { actions: ['Microsoft.Storage/storageAccounts/read'] }, 'contain-right-missing'],
    ['no condition', { condition: undefined }, 'contain-condition-differs'],
    [
      'a wider condition',
      { condition: condition.replace("{'User', 'Group'}", "{'User'}") },
      'contain-condition-differs',
    ],
    [
      'more in its role',
      { actions: [...parts, 'Microsoft.Authorization/roleAssignments/write'] },
      'contain-right-too-wide',
    ],
    ['another role beside it', { also: reader }, 'contain-right-too-wide'],
  ])('finds %s', async (_, how, code) => {
    const { told } = await found((practice) => contained(practice, how));
    expect(told).toEqual([`${code} at ${vault}`]);
  });

  it('finds that it gets no token', async () => {
    const { told, findings } = await found((practice) => contained(practice, { noToken: true }));
    expect(told).toEqual(['no-token at takeBackupRights']);
    expect(findings[0]?.message).toContain('no identity is assigned');
  });

  it('is silent where there is none, unless the policy counts on it', async () => {
    const { told } = await found(({ doors }) => {
      const { policy } = doors;
      Object.assign(doors, { policy: async () => ({ ...(await policy()), takeBackupRights: 'clean-vault' }) });
    });
    expect(told).toEqual(['contain-identity-missing at takeBackupRights']);
  });
});
