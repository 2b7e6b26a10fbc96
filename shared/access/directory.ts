import * as z from 'zod';
import { ArmNotFound } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';

/** The directory of our tenant. */
export interface Directory {
  /** Whether it knows the principal, or did until it was deleted not long ago. */
  knows(principal: string): Promise<boolean>;
}

const Found = z.object({ value: z.array(z.object({ id: z.string().toLowerCase() })) });
const Deleted = z.object({ id: z.string() });

/** Without Microsoft Graph nobody is known. Deleted users, groups and applications stay for 30 days. Microsoft Graph 1.0. */
export const directoryIn = (graph: Graph | undefined): Directory => ({
  async knows(principal) {
    if (!graph) return false;
    const { value } = await graph.post('/directoryObjects/getByIds?$select=id', { ids: [principal] }, Found);
    if (value.some(({ id }) => id === principal)) return true;
    try {
      await graph.get(`/directory/deletedItems/${principal}?$select=id`, Deleted);
      return true;
    } catch (error) {
      if (error instanceof ArmNotFound) return false;
      throw error;
    }
  },
});
