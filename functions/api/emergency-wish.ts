import type { Answer } from '../../shared/incidents/mode';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { Service, World } from '../../shared/world';
import { requestId } from '../request-id';

type Wish = Answer & { readonly incidentId: string };

/** What makes two wishes of one incident the same. */
const partsOf = ({ incidentId, mode, newDataKeys }: Wish): string[] => [
  incidentId,
  ...(mode === 'clean-vault' ? ['clean vault'] : []),
  ...(newDataKeys ? ['new data keys'] : []),
];

/** Id of the incident's wish for the key: the first one that is new, under way, or fulfilled. */
export async function wishId(key: KeyUrl, wish: Wish, world: World): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const id = requestId(key, 'emergency', ...partsOf(wish), ...(attempt > 0 ? [String(attempt)] : []));
    const known = await world.requests.get(id);
    if (!known || !(await cameToNothing(known, world))) return id;
  }
}

/** The request is closed, but no rotation of it stands: the key was gone, or its rotation is parked or failed. */
async function cameToNothing({ state, rotationId }: Service, { records }: World): Promise<boolean> {
  if (state !== 'closed') return false;
  const rotation = rotationId === undefined ? undefined : await records.get(rotationId);
  return !rotation || rotation.state === 'parked' || rotation.state === 'failed';
}
