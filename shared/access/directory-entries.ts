import * as z from 'zod';
import { ArmNotFound } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';
import { inBatches } from '../dependents/in-batches';
import type { Principal } from './facts';

const servicePrincipal = '#microsoft.graph.serviceprincipal';
const kinds: Record<string, Principal['kind']> = {
  '#microsoft.graph.user': 'user',
  '#microsoft.graph.group': 'group',
  [servicePrincipal]: 'service-principal',
};

/** A directory object. What we may not see of it is null. Microsoft Graph 1.0. */
const Entry = z
  .object({
    '@odata.type': z.string().toLowerCase(),
    id: z.string().toLowerCase(),
    displayName: z.string().nullish(),
    userPrincipalName: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
    servicePrincipalType: z.string().nullish(),
    appId: z.string().nullish(),
  })
  .transform((entry) => {
    const { id, displayName, userPrincipalName, accountEnabled, servicePrincipalType, appId } = entry;
    const kind = kinds[entry['@odata.type']] ?? 'unknown';
    const name = userPrincipalName ?? displayName;
    const principal: Principal = {
      id,
      kind: servicePrincipalType === 'ManagedIdentity' ? 'managed-identity' : kind,
      ...(name && { name }),
      ...(typeof accountEnabled === 'boolean' && { enabled: accountEnabled }),
    };
    return { principal, appId: appId ?? undefined };
  });
export type Entry = z.infer<typeof Entry>;

/** Where only one kind is listed, entries need not say which. */
const ServicePrincipal = z
  .looseObject({})
  .transform((each) => ({ '@odata.type': servicePrincipal, ...each }))
  .pipe(Entry);

const fields = '$select=id,displayName,userPrincipalName,accountEnabled,servicePrincipalType,appId';
const Answer = z.object({ value: z.array(Entry) });

/** As many as one question may name. */
const mostIds = 1_000;

/** The entries that the directory knows; others were deleted, or are of another tenant. */
export const entriesOf = async (graph: Graph, ids: readonly string[]): Promise<readonly Entry[]> => {
  const chunks = Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, n) =>
    ids.slice(n * mostIds, (n + 1) * mostIds),
  );
  const answers = await inBatches(chunks, 2, (chunk) =>
    graph.post(`/directoryObjects/getByIds?${fields}`, { ids: chunk }, Answer),
  );
  return answers.flatMap(({ value }) => value);
};

/** Everybody in the list that lies at the path. */
export const entriesAt = (graph: Graph, path: string): Promise<readonly Entry[]> =>
  graph.list(`${path}?${fields}`, Entry);

/** The same; nothing where there is no such thing in this tenant. */
export const entriesAtOrNone = (graph: Graph, path: string): Promise<readonly Entry[]> =>
  entriesAt(graph, path).catch((error: unknown) => {
    if (error instanceof ArmNotFound) return [];
    throw error;
  });

/**
 * Applications and managed identities in a list of a group. Version 1.0 leaves them out of the whole list, which Microsoft calls a
 * known issue ("List group members", "List group owners"), and tells them where only their kind is asked for, as users of it report.
 */
export const servicePrincipalsAt = (graph: Graph, path: string): Promise<readonly Entry[]> =>
  graph.list(`${path}/microsoft.graph.servicePrincipal?${fields}`, ServicePrincipal);
