import * as z from 'zod';
import { step } from '../durable';

/** Vaults and Managed HSMs in the scope of the policy. */
export const listVaults = step({
  name: 'listVaults',
  input: z.object({}),
  output: z.object({ vaults: z.array(z.string()) }),
  run: async (_, world) => ({ vaults: (await world.policy()).scope.vaults }),
});
