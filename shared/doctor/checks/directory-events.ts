import type { Subscribed } from '../../access/directory-events';
import { check } from '../check';
import type { Found } from '../diagnosis';

const isLapsed = ({ expiresOn }: Subscribed, now: Date): boolean =>
  expiresOn === undefined || Date.parse(expiresOn) <= now.getTime();

const about = (subscribed: Subscribed, now: Date): Found[] => {
  const { resource, trouble, expiresOn } = subscribed;
  if (trouble === undefined) return [];
  const lapsed = isLapsed(subscribed, now);
  return [
    {
      code: lapsed ? 'directory-subscription-lapsed' : 'directory-subscription-ageing',
      subject: `subscription to ${resource}`,
      message: lapsed
        ? `No subscription of Microsoft Graph tells of ${resource}, and none can be made: ${trouble}`
        : `The subscription of Microsoft Graph to ${resource} ends on ${expiresOn} and cannot be renewed: ${trouble}`,
      nextStep:
        'See which rights in Microsoft Graph the identity has: az rest --method GET --uri https://graph.microsoft.com/v1.0/servicePrincipals/<object id>/appRoleAssignments. What to grant stands under graph in infra/generated/rights.json',
      severity: lapsed ? 'critical' : 'warning',
    },
  ];
};

/** Whether events of users and groups come. Looking makes or renews what is due, as it is every day, so only what cannot be mended is told. */
export const directoryEvents = check({
  name: 'directory-events',
  gather: async ({ directoryEvents: port, now }) => ({ subscribed: await port.tend(), now: now() }),
  judge: ({ subscribed, now }) => subscribed.flatMap((each) => about(each, now)),
});
