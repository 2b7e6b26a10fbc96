import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import { shown } from './entry';

export const subscriptionPath = /^\/subscriptions\/[^/]+\/?$/i;
const version = '2022-12-01';
const type = 'Microsoft.Resources/subscriptions';

/** Those that hold a resource, and those that were named when the estate was made. */
const subscriptionsOf = ({ resources, subscriptions }: Desk): readonly string[] => {
  const populated = resources.all().map((entry) => parseArmPath(shown(entry).id)?.subscription ?? '');
  return [...new Set([...subscriptions, ...populated].map((each) => each.toLowerCase()))];
};

const onWire = (subscription: string) => ({
  id: `/subscriptions/${subscription}`,
  subscriptionId: subscription,
  displayName: subscription,
  state: 'Enabled',
});

/** One subscription. @throws {ArmError} when there is none, or none that the caller may read */
export function answerSubscription(request: ArmRequest, desk: Desk): Response {
  const asked = request.url.pathname.split('/')[2] ?? '';
  versionIs(request, version, type);
  const known = subscriptionsOf(desk).find((each) => each === asked.toLowerCase());
  if (!known) throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${asked}' could not be found.`);
  authorised(request, type, `/subscriptions/${known}`);
  return Response.json(onWire(known));
}

/** Only those that the caller may read; nobody is refused. */
export function answerSubscriptions(request: ArmRequest, desk: Desk): Response {
  versionIs(request, version, type);
  const { caller } = request;
  const value = subscriptionsOf(desk)
    .filter((each) => caller.may(`${type}/read`, `/subscriptions/${each}`))
    .map(onWire);
  return Response.json({ value });
}
