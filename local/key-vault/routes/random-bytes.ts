import { randomBytes } from 'node:crypto';
import { notEmulated } from '../errors';
import type { Parts } from '../parts';
import { route } from '../route';
import { RandomBytes } from '../wire';

/** Random numbers from an HSM's generator; a vault has no such call. */
export const randomBytesRoutes = ({ settings }: Parts) => [
  route({
    operation: 'randomBytes',
    method: 'POST',
    path: '/rng',
    body: RandomBytes,
    answer(_call, { count }) {
      if (settings.flavour !== 'managed-hsm') throw notEmulated('POST /rng', 'only a Managed HSM has it');
      return { value: randomBytes(count).toString('base64url') };
    },
  }),
];
