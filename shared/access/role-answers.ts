import * as z from 'zod';
import type { Denial, Grant, Permission, Role } from './facts';

/**
 * Answers of Microsoft.Authorization: role assignments, definitions and deny assignments 2022-04-01, eligibilities 2020-10-01.
 * A Managed HSM answers about its own roles in the same shapes.
 */

const list = z
  .array(z.string())
  .nullish()
  .transform((entries) => entries ?? []);
const optional = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

const PermissionAnswer = z
  .object({ actions: list, notActions: list, dataActions: list, notDataActions: list, condition: optional })
  .transform(({ condition, ...part }): Permission => ({ ...part, ...(condition && { condition }) }));
const permissions = z
  .array(PermissionAnswer)
  .nullish()
  .transform((parts) => parts ?? []);

/** Ids come whole; scopes and tenants before them differ, so roles are known by their last segment. */
const lastSegment = (id: string): string => id.slice(id.lastIndexOf('/') + 1).toLowerCase();
const scopeOf = (scope: string): string => scope.toLowerCase().replace(/(?<=.)\/+$/, '');

export const RoleAnswer = z
  .object({ id: z.string(), properties: z.object({ roleName: optional, permissions }) })
  .transform(({ id, properties }): Role => ({
    id: lastSegment(id),
    name: properties.roleName ?? lastSegment(id),
    permissions: properties.permissions,
  }));

const AssignmentAnswer = z.object({
  id: z.string(),
  properties: z.object({
    principalId: z.string(),
    roleDefinitionId: z.string(),
    scope: z.string(),
    condition: optional,
  }),
});

const grantOf = ({ id, properties }: z.infer<typeof AssignmentAnswer>, eligible: boolean): Grant => ({
  id,
  principal: properties.principalId.toLowerCase(),
  role: lastSegment(properties.roleDefinitionId),
  scope: scopeOf(properties.scope),
  eligible,
  ...(properties.condition && { condition: properties.condition }),
});

export const GrantAnswer = AssignmentAnswer.transform((answer) => grantOf(answer, false));
export const EligibilityAnswer = AssignmentAnswer.transform((answer) => grantOf(answer, true));

const principals = z
  .array(z.object({ id: z.string() }))
  .nullish()
  .transform((all) => (all ?? []).map(({ id }) => id.toLowerCase()));

export const DenialAnswer = z
  .object({
    id: z.string(),
    properties: z.object({
      scope: z.string(),
      doNotApplyToChildScopes: z.boolean().nullish(),
      principals,
      excludePrincipals: principals,
      permissions,
      condition: optional,
    }),
  })
  .transform(({ id, properties }): Denial => ({
    id,
    scope: scopeOf(properties.scope),
    onlyThere: properties.doNotApplyToChildScopes === true,
    principals: properties.principals,
    excluded: properties.excludePrincipals,
    permissions: properties.permissions,
    ...(properties.condition && { condition: properties.condition }),
  }));
