import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { lasts } from '../dependents/reads';
import { remembered } from '../dependents/remembered';
import type { Vaults } from '../world';
import { deliveriesOf, type Deliveries, type Receiver, unwellOf } from './deliveries';
import type { VaultView } from './vault-view';

const VaultRow = z.object({
  id: z.string().toLowerCase(),
  type: z.string().toLowerCase(),
  location: z.string().toLowerCase().nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({
    vaultUri: z.string().optional(),
    hsmUri: z.string().optional(),
    enableRbacAuthorization: z.boolean().nullish(),
    enablePurgeProtection: z.boolean().nullish(),
    sku: z.object({ name: z.string().toLowerCase().nullish() }).nullish(),
    source: z.string().toLowerCase().optional(),
  }),
});
type VaultRow = z.infer<typeof VaultRow>;

/** Microsoft.KeyVault 2024-11-01, Vaults_ListDeleted and ManagedHsms_ListDeleted. */
const DeletedVault = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ scheduledPurgeDate: z.string().optional() }).optional(),
});

/**
 * Microsoft.KeyVault 2024-11-01, Secrets_List: names and attributes, no values. Meant for deployments, says its documentation;
 * that the role Reader covers it follows from the name of its action and is unverified.
 */
const Secret = z.object({
  name: z.string(),
  properties: z.object({ contentType: z.string().nullish() }).nullish(),
});
/** Content types of the secret beside a certificate. Source: Key Vault documentation, "about certificates". */
const ofCertificates = ['application/x-pkcs12', 'application/x-pem-file'];

const types = `'microsoft.eventgrid/systemtopics', 'microsoft.keyvault/managedhsms', 'microsoft.keyvault/vaults'`;
const query = [
  'resources',
  `| where type in~ (${types})`,
  '| project id, type, location, tags, properties',
  '| order by id asc',
].join('\n');

const originOf = (uri: string | undefined): string =>
  (uri ?? '').toLowerCase().replace(/\/+$/, '').replace(/:443$/, '');
const isVault = ({ type }: VaultRow): boolean => type.startsWith('microsoft.keyvault/');

/** One question to Resource Graph for all vaults and topics; one to Event Grid per topic of a vault. */
export const armVaults = ({ arm, now, receiver = {} }: { arm: Arm; now: () => Date; receiver?: Receiver }): Vaults => {
  const how = { now, lasts };
  const rows = remembered((subscriptions: readonly string[]) => arm.resourceGraph(query, subscriptions, VaultRow), how);
  const deletedIn = remembered((list: string) => arm.list(list, '2024-11-01', DeletedVault), how);

  const deletedOf = async (
    { vault, isHsm }: Pick<VaultView, 'vault' | 'isHsm'>,
    subscriptions: readonly string[],
    notOlderThan: Date,
  ) => {
    const kind = isHsm ? 'deletedManagedHSMs' : 'deletedVaults';
    const paths = subscriptions.map((each) => `/subscriptions/${each}/providers/Microsoft.KeyVault/${kind}`);
    const lists = await Promise.all(paths.map((each) => deletedIn(notOlderThan, each).catch(noneIfLasting)));
    const [name = ''] = new URL(vault).hostname.split('.');
    const found = lists.flat().find((each) => each.name.toLowerCase() === name);
    const purgesOn = found?.properties?.scheduledPurgeDate;
    return found && { id: found.id, ...(purgesOn && { purgesOn }) };
  };

  const secretsOf = remembered((id: string) => arm.list(`${id}/secrets`, '2024-11-01', Secret), how);

  const rowOf = (all: readonly VaultRow[], vault: string) => {
    const ours = ({ properties: { vaultUri, hsmUri } }: VaultRow) => [vaultUri, hsmUri].map(originOf).includes(vault);
    return all.find((each) => isVault(each) && ours(each));
  };

  return {
    async secrets(vault, { subscriptions }, notOlderThan) {
      const row = rowOf(await rows(notOlderThan, subscriptions), vault);
      if (!row) return undefined;
      if (row.type === 'microsoft.keyvault/managedhsms') return [];
      const secrets = await secretsOf(notOlderThan, row.id);
      return secrets.map(({ name, properties }) => ({
        name,
        ofCertificate: ofCertificates.includes(properties?.contentType ?? ''),
      }));
    },

    async look(vault, { subscriptions }, notOlderThan): Promise<VaultView> {
      const all = await rows(notOlderThan, subscriptions);
      const isNamedHsm = new URL(vault).hostname.includes('.managedhsm.');
      const row = rowOf(all, vault);
      if (!row) {
        const view = { vault, isHsm: isNamedHsm };
        const deleted = await deletedOf(view, subscriptions, notOlderThan);
        return { ...view, ...(deleted && { deleted }) };
      }
      const { id, type, location, tags, properties } = row;
      // Not every cloud, nor one machine, has names that tell.
      const isHsm = isNamedHsm || type === 'microsoft.keyvault/managedhsms';
      const topics = all.filter((each) => each.properties.source === id).map((each) => each.id);
      const deliveries = isHsm ? undefined : await deliveriesOf({ arm, receiver }, topics, 'onKeyVaultEvent');
      // A vault made without the property uses access policies; newer API versions make it true by default.
      const resource = {
        id,
        tags: tags ?? {},
        usesAccessPolicies: properties.enableRbacAuthorization !== true,
        ...(location && { region: location }),
        ...tierOf(properties, isHsm),
        // Without the property it is off in a vault, and on in a Managed HSM.
        purgeProtection: properties.enablePurgeProtection ?? isHsm,
      };
      return { vault, isHsm, resource, ...(deliveries && told(deliveries)) };
    },
  };
};

const tierOf = ({ sku }: VaultRow['properties'], isHsm: boolean) => {
  if (isHsm) return { tier: 'managed-hsm' as const };
  const tier = tiers.find((each) => each === sku?.name);
  return tier && { tier };
};
const tiers = ['standard', 'premium'] as const;

const told = (deliveries: Deliveries): Pick<VaultView, 'subscriptions' | 'unwell' | 'elsewhere'> => {
  const unwell = unwellOf(deliveries);
  const { ours, elsewhere } = deliveries;
  return {
    subscriptions: ours.length,
    ...(unwell.length > 0 && { unwell }),
    ...(elsewhere.length > 0 && { elsewhere }),
  };
};

const noneIfLasting = (error: unknown): [] => {
  if (lasts(error)) return [];
  throw error;
};
