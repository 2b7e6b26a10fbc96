import * as z from 'zod';
import { ArmNotFound } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';

/** The directory of our tenant. */
export interface Directory {
  /** `unknown`: it never knew the principal, or forgot it long ago. */
  stateOf(principal: string): Promise<'here' | 'disabled' | 'deleted' | 'unknown'>;
}

const Entry = z.object({ id: z.string().toLowerCase(), accountEnabled: z.boolean().nullish() });
const Found = z.object({ value: z.array(Entry) });
const Deleted = z.object({ id: z.string() });

/** Without Microsoft Graph nobody is known. Deleted users, groups and applications stay for 30 days. Microsoft Graph 1.0. */
export const directoryIn = (graph: Graph | undefined): Directory => ({
  async stateOf(principal) {
    if (!graph) return 'unknown';
    const { value } = await graph.post(
      '/directoryObjects/getByIds?$select=id,accountEnabled',
      { ids: [principal] },
      Found,
    );
    const found = value.find(({ id }) => id === principal);
    if (found) return found.accountEnabled === false ? 'disabled' : 'here';
    try {
      await graph.get(`/directory/deletedItems/${principal}?$select=id`, Deleted);
      return 'deleted';
    } catch (error) {
      if (error instanceof ArmNotFound) return 'unknown';
      throw error;
    }
  },
});
