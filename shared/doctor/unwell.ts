import type { Delivery } from '../posture/deliveries';
import type { Found } from './diagnosis';

/** An event subscription that does not deliver as it should; `of` names what it is of, `effect` what may not come then. */
export const unwellDelivery = (
  { id, state }: Delivery,
  { subject, of = '', effect }: { subject: string; of?: string; effect: string },
): Found => ({
  code: 'event-subscription-unwell',
  subject,
  message: `The event subscription ${id}${of} is ${state}, so ${effect}`,
  nextStep: `Look at it: az resource show --ids ${id}. Then deploy it again: azd hooks run postdeploy`,
  severity: 'warning',
});
