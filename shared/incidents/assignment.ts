import * as z from 'zod';
import type { Principal } from '../access/facts';

/** A role assignment as it was before anybody took it. */
export const Assignment = z.object({
  id: z.string(),
  role: z.string().describe('Last segment of the id of its definition'),
  roleName: z.string(),
  scope: z.string(),
  condition: z.string().optional(),
});
export type Assignment = z.infer<typeof Assignment>;

const types: Readonly<Record<Principal['kind'], string>> = {
  user: 'User',
  group: 'Group',
  'service-principal': 'ServicePrincipal',
  'managed-identity': 'ServicePrincipal',
  unknown: 'User',
};

/** One word for a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The command that gives a role assignment back, with its condition if it had one. It gets a new id. */
export const giveBack = ({ role, scope, condition }: Assignment, { id, kind }: Principal): string =>
  `az role assignment create --role ${role} --assignee-object-id ${id} --assignee-principal-type ${types[kind]} --scope ${scope}${
    condition ? ` --condition ${quoted(condition)} --condition-version 2.0` : ''
  }`;
