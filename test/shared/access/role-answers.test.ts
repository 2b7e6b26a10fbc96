import { DenialAnswer, EligibilityAnswer, GrantAnswer, RoleAnswer } from '../../../shared/access/role-answers';

const scope = '/subscriptions/S1/resourceGroups/RG/';
const provider = 'providers/Microsoft.Authorization';

describe('the answers of Microsoft.Authorization', () => {
  it('tell of a deny assignment whom it is about, whom it exempts, how deep it reaches and on what condition', () => {
    const properties = {
      denyAssignmentName: 'stack',
      scope,
      permissions: [{ actions: ['*'], notActions: null, dataActions: [], condition: null }],
      doNotApplyToChildScopes: true,
      principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
      excludePrincipals: [{ id: 'ABC', type: 'Group' }],
      condition: '@Resource[...]',
      isSystemProtected: true,
    };
    const id = `${scope}${provider}/denyAssignments/1`;
    expect(DenialAnswer.parse({ id, properties })).toEqual({
      id,
      scope: '/subscriptions/s1/resourcegroups/rg',
      onlyThere: true,
      principals: ['00000000-0000-0000-0000-000000000000'],
      excluded: ['abc'],
      permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
      condition: '@Resource[...]',
    });
    const least = { scope, permissions: [], principals: null, excludePrincipals: null, condition: '' };
    expect(DenialAnswer.parse({ id, properties: least })).toMatchObject({ onlyThere: false, excluded: [] });
  });

  it('tell of an assignment its role by the last segment, its condition, and whether it must be activated', () => {
    const roleDefinitionId = `/subscriptions/S1/${provider}/roleDefinitions/ROLE`;
    const answer = { id: '1', properties: { principalId: 'ANN', roleDefinitionId, scope: '/', condition: 'x' } };
    const grant = { id: '1', principal: 'ann', role: 'role', scope: '/', condition: 'x' };
    expect(GrantAnswer.parse(answer)).toEqual({ ...grant, eligible: false });
    expect(EligibilityAnswer.parse(answer)).toEqual({ ...grant, eligible: true });
  });

  it('tell of a role what it allows, part by part, each with its condition', () => {
    const permissions = [{ actions: ['a'], condition: 'x' }, { dataActions: ['b'] }];
    expect(
      RoleAnswer.parse({ id: `/${provider}/roleDefinitions/R`, properties: { roleName: '', permissions } }),
    ).toEqual({
      id: 'r',
      name: 'r',
      permissions: [
        { actions: ['a'], notActions: [], dataActions: [], notDataActions: [], condition: 'x' },
        { actions: [], notActions: [], dataActions: ['b'], notDataActions: [] },
      ],
    });
  });
});
