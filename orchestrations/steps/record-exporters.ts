import * as z from 'zod';
import { inBatches } from '../../shared/dependents/in-batches';
import { takesBackupRights } from '../../shared/incidents/incident';
import { asKept, asLookedAt, idOfHeld, rightsToTake, vaultsBegun } from '../../shared/incidents/keep-exporters';
import { lookAtExporters } from '../../shared/incidents/look-at-exporters';
import { vaultOf } from '../../shared/keys/key-url';
import { step, type StepWorld } from '../durable';

/** As many rights are taken side by side; the rest comes with the next look. */
const mostAtOnce = 50;

/**
 * Writes down, once for each vault of an incident, who could carry keys out of it: that is evidence, and comes before anything is
 * taken. Where rights are to be taken it looks each time, and answers which the identity takes now.
 */
export const recordExporters = step({
  name: 'recordExporters',
  input: z.object({ incidentId: z.string() }),
  output: z.object({ takes: z.array(z.object({ vault: z.string(), assignment: z.string() })).default([]) }),
  async run({ incidentId }, world) {
    const incident = await world.incidents.get(incidentId);
    if (!incident) return { takes: [] };
    const keys = await world.incidents.keys(incidentId);
    const known = new Set(takesBackupRights(incident) ? [] : incident.exporters.map(({ vault }) => vault));
    const vaults = [...new Set(keys.map(({ key }) => vaultOf(key)))].filter((vault) => !known.has(vault));
    if (vaults.length === 0) return { takes: [] };
    await keep(incidentId, vaults, world);
    const rights = await world.incidents.rights(incidentId);
    return { takes: rightsToTake(incident, rights).slice(0, mostAtOnce) };
  },
});

const writesAtOnce = 20;

/** The vaults come last: a look that was cut short before is made again. */
async function keep(incidentId: string, vaults: readonly string[], world: StepWorld): Promise<void> {
  const found = await lookAtExporters(world, vaults);
  const at = world.now().toISOString();
  const begun = vaultsBegun(await world.incidents.rights(incidentId));
  const rights = found.flatMap(({ vault, exporters }) => exporters.map((each) => ({ ...each, vault })));
  await inBatches(rights, writesAtOnce, (right) =>
    world.incidents.noteRight(incidentId, idOfHeld(right), (stored) =>
      asKept(stored, right, { isAfter: begun.has(right.vault), at }),
    ),
  );
  await world.incidents.note(
    incidentId,
    (stored) => stored && { ...stored, exporters: asLookedAt(stored.exporters, found) },
  );
}
