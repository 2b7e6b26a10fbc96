import { inBatches } from '../dependents/in-batches';
import type { KeyUrl } from '../keys/key-url';
import type { Workflows, World } from '../world';
import { hashOf } from '../hash';
import { growKey } from './grow-key';
import type { Incident, IncidentAsk, IncidentKey } from './incident';

const mostAsks = 50;
const atOnce = 10;

interface Opening {
  readonly id: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly ask: IncidentAsk;
  readonly certificates: readonly KeyUrl[];
  readonly keys: readonly IncidentKey[];
}

/** Opens the incident, or adds to it: the same call again adds nothing. A review is asked for anew when the scope has grown. */
export async function openIncident(
  { incidents }: Pick<World, 'incidents'>,
  { id, by, ask, certificates, keys }: Opening,
): Promise<void> {
  let grown = false;
  await inBatches(keys, atOnce, (each) =>
    incidents.noteKey(id, each.key, (stored) => {
      const next = growKey(stored, each);
      grown ||= next !== stored;
      return next;
    }),
  );
  await incidents.note(id, (stored): Incident => {
    if (stored && !grown && isKnown(stored, ask)) return stored;
    const {
      review: _old,
      closedAt: _over,
      ...kept
    } = stored ?? { id, openedAt: ask.at, openedBy: by, asks: [], exporters: [] };
    const all = stored?.certificates ?? [];
    return {
      ...kept,
      asks: [...kept.asks, ask].slice(-mostAsks),
      certificates: [...new Set([...all, ...certificates])],
    };
  });
}

/** Asked before, word for word, by the same person. */
const isKnown = ({ asks }: Incident, { at: _at, ...ask }: IncidentAsk): boolean =>
  asks.some(({ at: _then, ...known }) => JSON.stringify(known) === JSON.stringify(ask));

/** Id of the workflow that looks after the incident. */
export const incidentInstance = (id: string): string => `incident-${hashOf(id).slice(0, 32)}`;

/** Starts what looks after the incident, or has it look again. */
export async function attendIncident(workflows: Workflows, id: string): Promise<void> {
  const started = await workflows.start('respondToCompromise', incidentInstance(id), { incidentId: id });
  if (started === 'alive') await workflows.tell(incidentInstance(id), 'grown', {});
}
