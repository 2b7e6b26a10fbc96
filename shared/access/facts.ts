import * as z from 'zod';

/** Object id of a user, group, service principal or managed identity, in lower case. */
const PrincipalId = z.string().toLowerCase();
/** Scope in Azure Resource Manager, in lower case and without a slash at its end; `/` is above everything. */
const Scope = z
  .string()
  .toLowerCase()
  .transform((scope) => scope.replace(/(?<=.)\/+$/, ''));
/** It must be activated first (Privileged Identity Management); absent in what is so all the time. */
const eligible = z.boolean().optional();
const patterns = z.array(z.string()).default([]);

/** What one part of a role allows, or of a deny assignment forbids. A pattern may hold wildcards. */
export const Permission = z.object({
  actions: patterns,
  notActions: patterns,
  dataActions: patterns,
  notDataActions: patterns,
  /** Holds for this part of the role only. */
  condition: z.string().optional(),
});
export type Permission = z.infer<typeof Permission>;

/** A role definition, of Azure or local to a Managed HSM. `id` is its last segment. */
export const Role = z.object({ id: z.string().toLowerCase(), name: z.string(), permissions: z.array(Permission) });
export type Role = z.infer<typeof Role>;

/** A role assignment; `eligible` when it must be activated first (Privileged Identity Management). */
export const Grant = z.object({
  id: z.string(),
  principal: PrincipalId,
  role: z.string().toLowerCase(),
  scope: Scope,
  eligible: z.boolean().default(false),
  condition: z.string().optional(),
});
export type Grant = z.infer<typeof Grant>;

/** Stands for everyone in a deny assignment. Source: Azure RBAC documentation, "deny assignments". */
export const everyone = '00000000-0000-0000-0000-000000000000';

/** A deny assignment. */
export const Denial = z.object({
  id: z.string(),
  scope: Scope,
  /** It does not reach below its scope. */
  onlyThere: z.boolean().default(false),
  principals: z.array(PrincipalId),
  excluded: z.array(PrincipalId).default([]),
  permissions: z.array(Permission),
  condition: z.string().optional(),
});
export type Denial = z.infer<typeof Denial>;

/** An access policy of a vault. With an `application`, the principal has it only while acting through that application. */
export const AccessPolicy = z.object({
  principal: PrincipalId,
  application: z.string().toLowerCase().optional(),
  keys: z.array(z.string().toLowerCase()).default([]),
  certificates: z.array(z.string().toLowerCase()).default([]),
  secrets: z.array(z.string().toLowerCase()).default([]),
});
export type AccessPolicy = z.infer<typeof AccessPolicy>;

/** A vault or Managed HSM, what is in it, and who has access by its own lists. */
export const VaultFacts = z.object({
  url: z.string(),
  kind: z.enum(['vault', 'managed-hsm']),
  /** Its resource id; absent when Azure Resource Manager does not show it to us. */
  resource: Scope.optional(),
  usesAccessPolicies: z.boolean().default(false),
  /** Templates that are deployed may read its secrets. */
  deploysSecrets: z.boolean().default(false),
  keys: z.array(z.string()),
  /** Names; each has a key of the same name. */
  certificates: z.array(z.string()).default([]),
  accessPolicies: z.array(AccessPolicy).default([]),
  /** Of a Managed HSM; their scopes are `/`, `/keys` and `/keys/{name}`. */
  localRoles: z.array(Role).default([]),
  localGrants: z.array(Grant).default([]),
});
export type VaultFacts = z.infer<typeof VaultFacts>;

/** `unknown`: the directory does not know it: deleted, or of another tenant. */
export const Principal = z.object({
  id: PrincipalId,
  kind: z.enum(['user', 'group', 'service-principal', 'managed-identity', 'unknown']),
  name: z.string().optional(),
  /** Absent where the directory does not tell. */
  enabled: z.boolean().optional(),
  /** The directory knew it once and does not any more. Only snapshots remember. */
  gone: z.boolean().optional(),
});
export type Principal = z.infer<typeof Principal>;

/** Something that could not be looked at: what follows may be missing from every answer. */
export const Unseen = z.object({ scope: z.string(), because: z.string() });
export type Unseen = z.infer<typeof Unseen>;

/**
 * Everything that decides who may reach the keys of some vaults, as it was read. Plain data, so that it can be kept and
 * compared. Only what matters to these vaults: other assignments, and groups that hold none, are left out.
 */
export const AccessFacts = z.object({
  asOf: z.iso.datetime(),
  vaults: z.array(VaultFacts),
  /** Management groups above each subscription, by its id. */
  above: z.record(z.string().toLowerCase(), z.array(Scope)),
  roles: z.array(Role),
  grants: z.array(Grant),
  denials: z.array(Denial),
  principals: z.array(Principal),
  /** Direct members of groups; a nested group is a member. */
  members: z.array(z.object({ group: PrincipalId, member: PrincipalId, eligible })),
  /** Direct owners of groups, and of service principals or the applications behind them. */
  owners: z.array(z.object({ of: PrincipalId, owner: PrincipalId, eligible })),
  /** Who holds which role of the directory, by the role's template. */
  directoryRoles: z.array(z.object({ role: z.string().toLowerCase(), holder: PrincipalId, eligible })),
  /** Groups whose members could not be read. */
  unreadGroups: z.array(PrincipalId).default([]),
  unseen: z.array(Unseen),
});
export type AccessFacts = z.infer<typeof AccessFacts>;
