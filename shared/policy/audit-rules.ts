import * as z from 'zod';
import { IsoDuration, VaultUrl } from './notations';

/** Which logs tell who uses the keys, and who is meant to use them beside the dependents that are found. */
export const auditRules = {
  auditLogs: z
    .array(
      z.strictObject({
        workspace: z.guid().toLowerCase().describe('Workspace (customer) id, not the resource id'),
        vaults: z
          .array(VaultUrl)
          .nonempty()
          .optional()
          .describe('Vaults whose AuditEvent logs it holds; absent: those of every vault in scope'),
      }),
    )
    .default([])
    .describe('Log Analytics workspaces with the audit logs of the vaults'),
  usersSeenWithin: IsoDuration.default('P30D').describe(
    'Whoever used a key within this time and is not known holds its old versions',
  ),
  knownUsers: z
    .array(
      z.strictObject({
        principal: z.guid().toLowerCase().describe('Object id, or app id of a service'),
        name: z.string().min(1),
      }),
    )
    .default([])
    .describe('Who uses keys beside the dependents that are found, such as applications'),
};
