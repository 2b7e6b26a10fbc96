import type { VaultFacts } from '../../../shared/access/facts';

/** One thing that can be asked. */
export interface Question {
  readonly vault: VaultFacts;
  readonly object: string;
  readonly kind: string;
  readonly name: string;
  readonly power: string;
  readonly plane: string;
  readonly action: string;
  /** Permission of an access policy: list and name. */
  readonly policy?: string;
  /** Every scope at which an assignment counts, but for management groups. */
  readonly scopes: readonly string[];
}

const keyActions =
  'use:encrypt/encrypt use:decrypt/decrypt use:wrap/wrapkey use:unwrap/unwrapkey use:sign/sign manage:create/create manage:import/import manage:update/update manage:recover/recover manage:purge/purge manage:restore/restore manage:rotate/rotate export:backup/backup export:release/release';
const certificateActions =
  'manage:create/create manage:import/import manage:update/update manage:recover/recover manage:purge/purge manage:restore/restore export:backup/backup';
const localActions =
  'use:keys/encrypt/action use:keys/decrypt/action use:keys/wrap/action use:keys/unwrap/action use:keys/sign/action manage:keys/create manage:keys/import/action manage:keys/write/action manage:keys/rotate/action manage:keys/delete manage:keys/deletedKeys/recover/action manage:keys/deletedKeys/delete manage:keys/restore/action export:keys/backup/action export:keys/release/action export:keys/export/action';
const localGrants = ['roleAssignments', 'roleDefinitions'].map((list) => `grant:${list}/write/action`);
const selfGrants = [
  'roleAssignments',
  'roleDefinitions',
  'roleAssignmentScheduleRequests',
  'roleEligibilityScheduleRequests',
];

const ancestors = (path: string): string[] => {
  const parts = path.split('/').slice(1);
  return parts.map((_, n) => `/${parts.slice(0, n + 1).join('/')}`);
};

/** Everything that the brute force asks about a vault and what is in it: its own list of actions. */
export function* questionsOf(vault: VaultFacts): Generator<Question> {
  const { url, resource = '', kind } = vault;
  const isHsm = kind === 'managed-hsm';
  const ask =
    (object: string, what: string, name: string, scope: string) =>
    (power: string, plane: string, action: string, policy?: string): Question => ({
      vault,
      object,
      kind: what,
      name,
      power,
      plane,
      action,
      scopes: ancestors(scope),
      ...(policy && { policy }),
    });
  const ofVault = ask(url, 'vault', '', resource);
  const type = isHsm ? 'managedHSMs' : 'vaults';
  yield ofVault('manage', 'c', `Microsoft.KeyVault/${type}/write`);
  yield ofVault('manage', 'c', `Microsoft.KeyVault/${type}/delete`);
  const ofSubscription = ask(url, 'vault', '', resource.split('/').slice(0, 3).join('/'));
  const deleted = isHsm ? 'deletedManagedHsms' : 'deletedVaults';
  yield ofSubscription('manage', 'c', `Microsoft.KeyVault/locations/${deleted}/purge/action`);
  const grants = function* (of: ReturnType<typeof ask>, object: string) {
    for (const list of selfGrants) yield of('grant', 'c', `Microsoft.Authorization/${list}/write`);
    if (!vault.usesAccessPolicies) return;
    for (const action of ['vaults/write', 'vaults/accessPolicies/write'])
      yield ask(object, 'any', '', resource)('grant', 'c', `Microsoft.KeyVault/${action}`);
  };
  yield* grants(ofVault, url);
  if (isHsm) {
    const whole = [
      'export:backup/start/action',
      'export:securitydomain/download/action',
      'manage:restore/start/action',
    ];
    const keys = vault.keys.map((key) => [`${url}/keys/${key}`, key] as const);
    for (const [object, what, name, list] of [
      [url, 'vault', '', [...whole, ...localGrants]] as const,
      ...keys.map(([id, key]) => [id, 'key', key, [...localActions.split(' '), ...localGrants]] as const),
      // Whoever carries the HSM away has the key, and needs a role at the top for it.
      ...keys.map(([id]) => [id, 'whole', '', whole] as const),
    ]) {
      for (const [power = '', action = ''] of list.map((each) => each.split(':')))
        yield ask(object, what, name, 'none')(power, 'd', `Microsoft.KeyVault/managedHsm/${action}`);
    }
    return;
  }
  const data = 'Microsoft.KeyVault/vaults/';
  for (const key of vault.keys) {
    const of = ask(`${url}/keys/${key}`, 'key', key, `${resource}/keys/${key}`);
    for (const [power = '', rest = ''] of keyActions.split(' ').map((each) => each.split(':'))) {
      const [operation = '', permission = ''] = rest.split('/');
      yield of(power, 'd', `${data}keys/${operation}/action`, `keys ${permission}`);
    }
    yield of('manage', 'd', `${data}keys/delete`, 'keys delete');
    yield of('manage', 'd', `${data}keyrotationpolicies/write`, 'keys setrotationpolicy');
    yield* grants(of, `${url}/keys/${key}`);
  }
  for (const name of vault.certificates) {
    const object = `${url}/certificates/${name}`;
    const of = ask(object, 'certificate', name, `${resource}/certificates/${name}`);
    for (const [power = '', rest = ''] of certificateActions.split(' ').map((each) => each.split(':'))) {
      const [operation = '', permission = ''] = rest.split('/');
      yield of(power, 'd', `${data}certificates/${operation}/action`, `certificates ${permission}`);
    }
    yield of('manage', 'd', `${data}certificates/delete`, 'certificates delete');
    const secret = ask(object, 'certificate', name, `${resource}/secrets/${name}`);
    yield secret('export', 'd', `${data}secrets/getSecret/action`, 'secrets get');
    yield secret('export', 'd', `${data}secrets/backup/action`, 'secrets backup');
    if (vault.deploysSecrets) yield ask(object, 'certificate', '', resource)('export', 'c', `${data}deploy/action`);
    yield* grants(of, object);
  }
}
