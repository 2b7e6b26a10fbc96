import { ArmError } from './arm-error';
import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import { shown } from './entry';
import type { ManagedGroup } from './governance';

/** The list of a subscription's groups, or one of them. */
export const groupPath = /^\/subscriptions\/[^/]+\/resourcegroups(\/[^/]+)?\/?$/i;
const version = '2021-04-01';

/** @throws {ArmError} when there is no such group, or none that the caller may read */
export function answerGroup(request: ArmRequest, { resources, groups }: Desk): Response {
  versionIs(request, version, 'Microsoft.Resources/resourceGroups');
  const [, , subscription = '', , name] = request.url.pathname.split('/');
  const scope = `/subscriptions/${subscription}`.toLowerCase();
  authorised(request, 'Microsoft.Resources/subscriptions/resourceGroups', scope);

  const ids = [...groups.map(({ id }) => id), ...resources.all().map((entry) => groupOf(shown(entry).id))];
  const found = new Map(ids.map((id) => [id.toLowerCase(), id]));
  const value = [...found]
    .filter(([key]) => key.startsWith(`${scope}/resourcegroups/`))
    .map(([key, id]) =>
      onWire(
        id,
        groups.find((group) => group.id.toLowerCase() === key),
      ),
    );
  if (!name) return Response.json({ value });
  const one = value.find((group) => group.name.toLowerCase() === name.toLowerCase());
  if (!one) throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
  return Response.json(one);
}

const groupOf = (id: string): string => id.split('/').slice(0, 5).join('/');

const onWire = (id: string, managed: ManagedGroup | undefined) => ({
  id,
  name: id.split('/')[4] ?? '',
  type: 'Microsoft.Resources/resourceGroups',
  location: 'westeurope',
  ...(managed && { managedBy: managed.managedBy }),
  properties: { provisioningState: 'Succeeded' },
});
