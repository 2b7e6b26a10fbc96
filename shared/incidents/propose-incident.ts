import type { World } from '../world';
import type { Incident } from './incident';

interface Proposal {
  readonly id: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly rule: string;
  readonly summary: string;
  readonly vaults: readonly string[];
  readonly keys: readonly string[];
  /** Why nothing was begun although the policy wanted it. */
  readonly because?: string | undefined;
}

/** Opens an incident in which nothing is done until a person has decided: by an emergency with its id, or by a review. */
export const proposeIncident = (
  { incidents, now }: Pick<World, 'incidents' | 'now'>,
  { id, by, rule, summary, vaults, keys, because }: Proposal,
): Promise<Incident> =>
  incidents.note(
    id,
    (stored) =>
      stored ?? {
        id,
        openedAt: now().toISOString(),
        openedBy: { id: by.id, name: by.name },
        asks: [],
        certificates: [],
        exporters: [],
        proposal: { rule, summary, vaults: [...vaults], keys: [...keys], ...(because && { because }) },
      },
  );
