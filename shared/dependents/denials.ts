import * as z from 'zod';

/** Stands for everyone in a deny assignment. Source: Azure RBAC documentation, "deny assignments". */
const everyone = '00000000-0000-0000-0000-000000000000';

const Principals = z
  .array(z.object({ id: z.string().toLowerCase(), type: z.string().nullish() }))
  .nullish()
  .transform((principals) => principals ?? []);
const Actions = z
  .array(z.string())
  .nullish()
  .transform((actions) => actions ?? []);

/** A deny assignment, Microsoft.Authorization 2022-04-01. */
export const Denial = z.object({
  id: z.string(),
  properties: z.object({
    denyAssignmentName: z.string().nullish(),
    description: z.string().nullish(),
    scope: z.string().toLowerCase(),
    doNotApplyToChildScopes: z.boolean().nullish(),
    permissions: z.array(z.object({ actions: Actions, notActions: Actions })).nullish(),
    principals: Principals,
    excludePrincipals: Principals,
  }),
});
export type Denial = z.infer<typeof Denial>;

const matches = (action: string, pattern: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
};

const forbids = ({ permissions }: Denial['properties'], action: string): boolean =>
  (permissions ?? []).some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(action, pattern)) && !notActions.some((pattern) => matches(action, pattern)),
  );

const covers = ({ scope, doNotApplyToChildScopes }: Denial['properties'], id: string): boolean => {
  const top = scope.replace(/\/+$/, '');
  return id === top || (!doNotApplyToChildScopes && id.startsWith(`${top}/`));
};

/** Whether it speaks of one of these identities. Membership in a group that it names is not known to us, and not assumed. */
const isAbout = ({ principals, excludePrincipals }: Denial['properties'], identities: readonly string[]): boolean => {
  const ours = ({ id }: { id: string }) => identities.includes(id);
  const named = principals.some((each) => each.id === everyone || each.type === 'SystemDefined' || ours(each));
  return named && !excludePrincipals.some(ours);
};

/** Whether one of the actions on the resource is denied to one of the identities. */
export const denies = (
  { properties }: Denial,
  on: { id: string; actions: readonly string[] },
  identities: readonly string[],
): boolean =>
  covers(properties, on.id) &&
  isAbout(properties, identities) &&
  on.actions.some((action) => forbids(properties, action));

/** Who made it: services name the resource that they act for in its name or description, as Databricks does. */
export const makerOf = ({ properties }: Denial): string => {
  const { denyAssignmentName: name, description } = properties;
  const [id] = /\/subscriptions\/[^\s'"]+\/providers\/[^\s'"]+/i.exec(`${name ?? ''} ${description ?? ''}`) ?? [];
  return id?.toLowerCase() ?? `the deny assignment "${name ?? properties.scope}"`;
};
