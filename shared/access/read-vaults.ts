import * as z from 'zod';
import type { Arm } from '../azure/arm';
import type { JsonClient } from '../azure/json-client';
import { inBatches } from '../dependents/in-batches';
import { nameOf } from '../keys/key-url';
import type { KeyPage, KeyStore } from '../world';
import type { AccessPolicy, Grant, VaultFacts } from './facts';
import { GrantAnswer, RoleAnswer } from './role-answers';
import type { Sight } from './sight';

/** Where vaults are read. */
export interface VaultDoors {
  readonly arm: Arm;
  readonly keys: Pick<KeyStore, 'list'>;
  /** A Managed HSM's own door. */
  readonly hsmAt: (url: string) => JsonClient;
}

const query = [
  'resources',
  "| where type in~ ('microsoft.keyvault/managedhsms', 'microsoft.keyvault/vaults')",
  '| project id, properties',
  '| order by id asc',
].join('\n');

const VaultRow = z.object({
  id: z.string().toLowerCase(),
  properties: z.object({ vaultUri: z.string().optional(), hsmUri: z.string().optional() }),
});

const permissions = z
  .array(z.string().toLowerCase())
  .nullish()
  .transform((names) => names ?? []);

/** Microsoft.KeyVault 2024-11-01. A vault made without the property uses access policies. */
const VaultAnswer = z.object({
  properties: z.object({
    enableRbacAuthorization: z.boolean().nullish(),
    enabledForTemplateDeployment: z.boolean().nullish(),
    accessPolicies: z
      .array(
        z.object({
          objectId: z.string().toLowerCase(),
          applicationId: z.string().toLowerCase().nullish(),
          permissions: z.object({ keys: permissions, certificates: permissions, secrets: permissions }),
        }),
      )
      .nullish(),
  }),
});

const originOf = (uri: string | undefined): string =>
  (uri ?? '').toLowerCase().replace(/\/+$/, '').replace(/:443$/, '');

/** Which resource each vault is, by its URL and in lower case, as far as Azure Resource Manager shows it. */
export const vaultResources = async (
  arm: Arm,
  subscriptions: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = subscriptions.length > 0 ? await arm.resourceGraph(query, subscriptions, VaultRow) : [];
  return new Map(rows.map(({ id, properties: { vaultUri, hsmUri } }) => [originOf(vaultUri ?? hsmUri), id]));
};

const keysOf = async (keys: VaultDoors['keys'], vault: string): Promise<KeyPage['keys']> => {
  const all = [];
  let from: string | undefined;
  do {
    const page: KeyPage = await keys.list(vault, from);
    all.push(...page.keys);
    from = page.next;
  } while (from);
  return all;
};

/** Three slashes: one ends the host, one is the scope, one follows the scope. So the clients of Azure send it. */
const localList = (scope: string, list: string): string =>
  `/${scope}/providers/Microsoft.Authorization/${list}?api-version=7.6`;

/** Each scope is asked: whether the list of one holds those below it is not documented. */
const localGrantsOf = async (hsm: JsonClient, keys: readonly string[]): Promise<Grant[]> => {
  const scopes = ['/', '/keys', ...keys.map((name) => `/keys/${name}`)];
  const lists = await inBatches(scopes, 10, (scope) => hsm.list(localList(scope, 'roleAssignments'), GrantAnswer));
  return [...new Map(lists.flat().map((grant) => [grant.id.toLowerCase(), grant])).values()];
};

const hsmFacts = async (hsm: JsonClient, { url, keys }: { url: string; keys: readonly string[] }, sight: Sight) => ({
  localRoles: [
    ...(await sight.tryTo({ scope: url, what: 'What its local roles allow' }, () =>
      hsm.list(localList('/', 'roleDefinitions'), RoleAnswer),
    )),
  ],
  localGrants: [
    ...(await sight.tryTo({ scope: url, what: 'Who has its local roles' }, () => localGrantsOf(hsm, keys))),
  ],
});

const policiesOf = async (arm: Arm, { id, url }: { id: string; url: string }, sight: Sight) => {
  const [vault] = await sight.tryTo({ scope: url, what: 'Its access policies' }, async () => [
    await arm.get(id, '2024-11-01', VaultAnswer),
  ]);
  const accessPolicies = (vault?.properties.accessPolicies ?? []).map(
    ({ objectId, applicationId, permissions: lists }): AccessPolicy => ({
      principal: objectId,
      ...(applicationId && { application: applicationId }),
      ...lists,
    }),
  );
  return {
    accessPolicies,
    usesAccessPolicies: vault !== undefined && vault.properties.enableRbacAuthorization !== true,
    deploysSecrets: vault?.properties.enabledForTemplateDeployment === true,
  };
};

/** By the names that Azure gives them in every cloud, or by what Azure Resource Manager calls it. */
const isHsmPool = (url: string, resource = ''): boolean =>
  new URL(url).hostname.includes('.managedhsm.') || resource.includes('/microsoft.keyvault/managedhsms/');

const readVault = async (url: string, resource: string | undefined, doors: VaultDoors, sight: Sight) => {
  const isHsm = isHsmPool(url, resource);
  const listed = await sight.tryTo({ scope: url, what: 'Its keys' }, () => keysOf(doors.keys, url));
  const keys = listed.map(({ key }) => nameOf(key));
  if (!resource) {
    const because = 'Azure Resource Manager does not show it in the subscriptions of the policy, so roles are not seen';
    sight.unseen.push({ scope: url, because });
  }
  const facts: VaultFacts = {
    url,
    kind: isHsm ? 'managed-hsm' : 'vault',
    ...(resource && { resource }),
    usesAccessPolicies: false,
    deploysSecrets: false,
    keys,
    certificates: isHsm ? [] : listed.filter(({ managed }) => managed).map(({ key }) => nameOf(key)),
    accessPolicies: [],
    localRoles: [],
    localGrants: [],
  };
  if (isHsm) return { ...facts, ...(await hsmFacts(doors.hsmAt(url), { url, keys }, sight)) };
  return resource ? { ...facts, ...(await policiesOf(doors.arm, { id: resource, url }, sight)) } : facts;
};

/** The vaults, what is in them, and who has access by their own lists. */
export const readVaults = async (
  scope: { readonly vaults: readonly string[]; readonly subscriptions: readonly string[] },
  doors: VaultDoors,
  sight: Sight,
): Promise<VaultFacts[]> => {
  const resources = await vaultResources(doors.arm, scope.subscriptions);
  return inBatches(scope.vaults, 10, (url) => readVault(url, resources.get(url), doors, sight));
};
