import * as z from 'zod';

/** Operations after which somebody may have other access than before. Source: event-grid/event-schema-subscriptions. */
const watched = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleAssignments/delete',
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/roleDefinitions/delete',
  'Microsoft.Authorization/denyAssignments/write',
  'Microsoft.Authorization/denyAssignments/delete',
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
  'Microsoft.Authorization/roleManagementPolicies/write',
  'Microsoft.Authorization/roleManagementPolicyAssignments/write',
  'Microsoft.KeyVault/vaults/write',
  'Microsoft.KeyVault/vaults/delete',
  'Microsoft.KeyVault/vaults/accessPolicies/write',
  'Microsoft.KeyVault/managedHSMs/write',
  'Microsoft.KeyVault/managedHSMs/delete',
  'Microsoft.KeyVault/locations/deletedVaults/purge/action',
] as const;

/** What the event subscription of a subscription must let through: a filter on `data.operationName`. */
export const watchedOperations: readonly string[] = watched;
/** What it must let through of types: only what succeeded changed anything. */
export const resourceEventTypes: readonly string[] = ['Write', 'Delete', 'Action'].map(
  (what) => `Microsoft.Resources.Resource${what}Success`,
);

const isWatched = new Set(watched.map((operation) => operation.toLowerCase()));

/** Just-in-time access that begins or ends; the sweep sees soon enough what it leaves behind. */
const activation = 'microsoft.authorization/roleassignmentschedulerequests/write';
/** Application id of Privileged Identity Management. */
const pim = '01fc33a7-78ba-4d2f-a4b7-768e336e890e';

const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

const Envelope = z
  .object({
    id: z.string().min(1),
    type: z.string().optional(),
    eventType: z.string().optional(),
    subject: z.string().default(''),
    data: z.looseObject({}),
  })
  .transform(({ type, eventType, ...rest }) => ({ ...rest, type: type ?? eventType ?? '' }));

const tenant = z.string().toLowerCase();

/**
 * An event of Azure Resource Manager. Its claims and its evidence are those of who did it: whom the assignment was about is in no
 * event.
 */
const ResourceEvent = z
  .object({
    id: z.string(),
    type: z.templateLiteral(['Microsoft.Resources.Resource', z.string()]),
    subject: z.string().min(1),
    data: z.looseObject({
      operationName: z.string(),
      resourceUri: z.string().optional(),
      subscriptionId: z.string().toLowerCase().optional(),
      tenantId: tenant.optional(),
      claims: z.record(z.string(), z.unknown()).catch({}).default({}),
    }),
  })
  .transform(({ id, type, subject, data }) => {
    const { operationName, resourceUri = subject, tenantId, claims } = data;
    const actor = z.string().safeParse(claims[objectIdClaim]).data;
    const about = resourceUri.toLowerCase();
    const isJustInTime = operationName.toLowerCase() === activation || claims['appid'] === pim;
    return {
      from: 'azure' as const,
      id,
      what: operationName,
      about,
      subscription: data.subscriptionId ?? /^\/subscriptions\/([^/]+)/.exec(about)?.[1] ?? '',
      tenant: tenantId,
      ...(actor && { actor }),
      matters: type.endsWith('Success') && isWatched.has(operationName.toLowerCase()) && !isJustInTime,
    };
  });

/** An event of Microsoft Graph. That a user was deleted or disabled comes as an update; whose members changed is not said. */
const GraphEvent = z
  .object({
    id: z.string(),
    type: z.templateLiteral(['Microsoft.Graph.', z.string()]),
    data: z.looseObject({
      tenantId: tenant,
      clientState: z.string().optional(),
      resourceData: z.looseObject({ id: z.string().toLowerCase() }).optional(),
    }),
  })
  .transform(({ id, type, data: { tenantId, clientState, resourceData } }) => ({
    from: 'graph' as const,
    id,
    what: type,
    about: resourceData?.id ?? '',
    tenant: tenantId,
    clientState,
    matters: /\.(user|group)(updated|deleted)$/i.test(type) && resourceData !== undefined,
  }));

const RoleChangeEvent = z.union([ResourceEvent, GraphEvent]);
export type RoleChangeEvent = z.infer<typeof RoleChangeEvent>;

/** Reads an event in the Event Grid or the CloudEvents schema, or says what is wrong with it. Never throws. */
export function readRoleChangeEvent(raw: unknown): { event: RoleChangeEvent } | { unreadable: string } {
  const envelope = Envelope.safeParse(raw);
  if (!envelope.success) return { unreadable: z.prettifyError(envelope.error) };
  const event = RoleChangeEvent.safeParse(envelope.data);
  return event.success ? { event: event.data } : { unreadable: z.prettifyError(event.error) };
}
