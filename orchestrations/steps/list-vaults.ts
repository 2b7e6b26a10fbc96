import * as z from 'zod';
import { startsPerVault } from '../../shared/rotations/spread';
import { step } from '../durable';

/** Vaults and Managed HSMs in the scope of the policy, and how many rotations the sweep may start in each. */
export const listVaults = step({
  name: 'listVaults',
  input: z.object({}),
  output: z.object({ vaults: z.array(z.string()), starts: z.int().optional() }),
  async run(_, world) {
    const policy = await world.policy();
    return { vaults: policy.scope.vaults, starts: startsPerVault(policy) };
  },
});
