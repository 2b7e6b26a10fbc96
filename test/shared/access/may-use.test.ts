import { mayUse } from '../../../shared/access/may-use';
import { KeyUrl } from '../../../shared/keys/key-url';
import { aGrant, aRole, aTenant, ledger } from './a-tenant';

const vault = 'Microsoft.KeyVault/vaults';
const roles = [aRole('wrapper', [`${vault}/keys/wrap/action`, `${vault}/keys/unwrap/action`])];
const may = (...grants: Parameters<typeof aGrant>[1][]) =>
  mayUse(
    aTenant({ roles, grants: grants.map((how, n) => aGrant('app', { role: 'wrapper', id: `${n}`, ...how })) }),
    KeyUrl.parse(ledger),
  )('app');

describe('mayUse', () => {
  it('is not known where a condition, which nobody judges, may stand in the way', () => {
    expect(may({ condition: '@Resource[...]' })).toBeUndefined();
    expect(may({ condition: '@Resource[...]' }, {})).toBe(true);
    expect(may()).toBe(false);
  });
});
