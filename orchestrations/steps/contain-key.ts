import * as z from 'zod';
import { KeyUrl } from '../../shared/keys/key-url';
import { startRotation } from '../../shared/rotations/request-rotation';
import { member } from '../durable';

/**
 * Disables every version of a key that is enabled now, because somebody has accepted in so many words what stops, and has its
 * rotation begin. What was disabled is written down before: it can be enabled again at any time.
 */
export const containKey = member({
  name: 'containKey',
  input: z.object({ incidentId: z.string(), key: KeyUrl }),
  output: z.object({}),
  async run({ incidentId, key }, world) {
    const enabled = (await world.keys.versions(key)).filter((each) => each.enabled).map(({ version }) => version);
    const at = world.now().toISOString();
    const noted = await world.incidents.noteKey(
      incidentId,
      key,
      (stored) => stored && { ...stored, contained: stored.contained ?? { at, versions: enabled } },
    );
    for (const version of noted?.contained?.versions ?? []) await world.keys.disable(key, version);
    await startRotation(world.workflows, key);
    return {};
  },
});
