import * as z from 'zod';
import { type Deliveries, deliveriesOf, unwellOf } from '../../posture/deliveries';
import { check } from '../check';
import type { Found } from '../diagnosis';
import { unwellDelivery } from '../unwell';

/** Microsoft.EventGrid 2025-02-15. A subscription has one system topic at most. */
const Topic = z.object({
  id: z.string(),
  properties: z.object({ source: z.string().toLowerCase().optional() }),
});

const query = [
  'resources',
  "| where type =~ 'microsoft.eventgrid/systemtopics'",
  '| project id, properties',
  '| order by id asc',
].join('\n');

interface Watched {
  readonly subscription: string;
  /** Absent where its topic may not be read. */
  readonly deliveries?: Deliveries | undefined;
}

const missing = (subscription: string, { elsewhere: [elsewhere] }: Deliveries): Found => ({
  code: 'role-events-missing',
  subject: subscription,
  message: `No event subscription tells Rewrap of changes of roles in ${subscription}${elsewhere ? `; there is one, to ${elsewhere}` : ''}. The sweep notices who loses access, up to a quarter of an hour later`,
  nextStep:
    'Name the subscription in infra/estate.json, then deploy it: azd hooks run postdeploy. See what there is: az eventgrid system-topic list --query "[?topicType==\'Microsoft.Resources.Subscriptions\']"',
  severity: 'warning',
});

const about = ({ subscription, deliveries }: Watched): Found[] => {
  if (deliveries === undefined) return [];
  if (deliveries.ours.length === 0) return [missing(subscription, deliveries)];
  const effect = 'changes of roles may not be told';
  return unwellOf(deliveries).map((one) => unwellDelivery(one, { subject: subscription, effect }));
};

/** Whether changes of roles come to us from every subscription in scope. */
export const roleEvents = check({
  name: 'role-events',
  async gather({ policy, arm, receiver }): Promise<Watched[]> {
    const { subscriptions } = (await policy()).scope;
    if (subscriptions.length === 0) return [];
    const topics = await arm.resourceGraph(query, subscriptions, Topic);
    return Promise.all(
      subscriptions.map(async (id) => {
        const subscription = `/subscriptions/${id}`;
        const own = topics.filter(({ properties: { source } }) => source === subscription.toLowerCase());
        const ids = own.map((topic) => topic.id);
        return { subscription, deliveries: await deliveriesOf({ arm, receiver }, ids, 'onRoleChange') };
      }),
    );
  },
  judge: (watched) => watched.flatMap(about),
});
