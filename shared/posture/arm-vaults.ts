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
    source: z.string().toLowerCase().optional(),
  }),
});
type VaultRow = z.infer<typeof VaultRow>;

/** Microsoft.KeyVault 2024-11-01, Vaults_ListDeleted. */
const DeletedVault = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ scheduledPurgeDate: z.string().optional() }).optional(),
});

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
  const deletedIn = remembered(
    (subscription: string) =>
      arm.list(`/subscriptions/${subscription}/providers/Microsoft.KeyVault/deletedVaults`, '2024-11-01', DeletedVault),
    how,
  );

  const deletedOf = async (vault: string, subscriptions: readonly string[], notOlderThan: Date) => {
    const lists = await Promise.all(subscriptions.map((each) => deletedIn(notOlderThan, each).catch(noneIfLasting)));
    const [name = ''] = new URL(vault).hostname.split('.');
    const found = lists.flat().find((each) => each.name.toLowerCase() === name);
    const purgesOn = found?.properties?.scheduledPurgeDate;
    return found && { id: found.id, ...(purgesOn && { purgesOn }) };
  };

  return {
    async look(vault, { subscriptions }, notOlderThan): Promise<VaultView> {
      const all = await rows(notOlderThan, subscriptions);
      const isNamedHsm = new URL(vault).hostname.includes('.managedhsm.');
      const ours = ({ properties: { vaultUri, hsmUri } }: VaultRow) => [vaultUri, hsmUri].map(originOf).includes(vault);
      const row = all.find((each) => isVault(each) && ours(each));
      if (!row) {
        if (isNamedHsm) return { vault, isHsm: true };
        const deleted = await deletedOf(vault, subscriptions, notOlderThan);
        return { vault, isHsm: false, ...(deleted && { deleted }) };
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
      };
      return { vault, isHsm, resource, ...(deliveries && told(deliveries)) };
    },
  };
};

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
