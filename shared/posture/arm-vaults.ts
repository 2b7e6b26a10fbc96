import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { lasts } from '../dependents/reads';
import { remembered } from '../dependents/remembered';
import type { Vaults } from '../world';
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

/** Where an event subscription delivers; with an identity of its own it stands one level deeper. Microsoft.EventGrid 2025-02-15. */
const Destination = z
  .object({ properties: z.object({ resourceId: z.string().optional(), queueName: z.string().optional() }).optional() })
  .nullish();
const Subscription = z.object({
  id: z.string(),
  properties: z.object({
    provisioningState: z.string().optional(),
    destination: Destination,
    deliveryWithResourceIdentity: z.object({ destination: Destination }).nullish(),
  }),
});

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
export const armVaults = ({ arm, now, eventQueue }: { arm: Arm; now: () => Date; eventQueue?: string }): Vaults => {
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

  /** Undefined where a topic may not be read: then nobody knows. */
  const subscriptionsOf = async (topics: readonly VaultRow[]): Promise<readonly Delivery[] | undefined> => {
    try {
      const lists = topics.map(({ id }) => arm.list(`${id}/eventSubscriptions`, '2025-02-15', Subscription));
      return (await Promise.all(lists))
        .flat()
        .filter((each) => isOurs(each, eventQueue))
        .map(deliveryOf);
    } catch (error) {
      if (lasts(error)) return undefined;
      throw error;
    }
  };

  return {
    async look(vault, { subscriptions }, notOlderThan): Promise<VaultView> {
      const all = await rows(notOlderThan, subscriptions);
      const isHsm = new URL(vault).hostname.includes('.managedhsm.');
      const ours = ({ properties: { vaultUri, hsmUri } }: VaultRow) => [vaultUri, hsmUri].map(originOf).includes(vault);
      const row = all.find((each) => isVault(each) && ours(each));
      if (!row) {
        if (isHsm) return { vault, isHsm };
        const deleted = await deletedOf(vault, subscriptions, notOlderThan);
        return { vault, isHsm, ...(deleted && { deleted }) };
      }
      const { id, location, tags, properties } = row;
      const deliveries = isHsm ? undefined : await subscriptionsOf(all.filter((each) => each.properties.source === id));
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

interface Delivery {
  readonly id: string;
  readonly state: string;
}

const deliveryOf = ({
  id,
  properties: { provisioningState = 'Succeeded' },
}: z.infer<typeof Subscription>): Delivery => ({
  id,
  state: provisioningState,
});

const told = (deliveries: readonly Delivery[]): Pick<VaultView, 'subscriptions' | 'unwell'> => {
  const unwell = deliveries.filter(({ state }) => state !== 'Succeeded');
  return { subscriptions: deliveries.length, ...(unwell.length > 0 && { unwell }) };
};

const noneIfLasting = (error: unknown): [] => {
  if (lasts(error)) return [];
  throw error;
};

/** By the name of our queue, where events come by one, else by that of our function, whichever app it is in. */
const isOurs = ({ properties }: z.infer<typeof Subscription>, eventQueue: string | undefined): boolean => {
  const { destination, deliveryWithResourceIdentity } = properties;
  const target = destination ?? deliveryWithResourceIdentity?.destination;
  if (eventQueue !== undefined) return target?.properties?.queueName === eventQueue;
  return /\/functions\/onkeyvaultevent$/i.test(target?.properties?.resourceId ?? '');
};
