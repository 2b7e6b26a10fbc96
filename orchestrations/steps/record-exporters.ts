import * as z from 'zod';
import { takesBackupRights } from '../../shared/incidents/incident';
import { rightsToTake, withFound } from '../../shared/incidents/keep-exporters';
import { lookAtExporters } from '../../shared/incidents/look-at-exporters';
import { vaultOf } from '../../shared/keys/key-url';
import { step } from '../durable';

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
    const found = await lookAtExporters(world, vaults);
    const at = world.now().toISOString();
    const noted = await world.incidents.note(
      incidentId,
      (stored) => stored && { ...stored, exporters: withFound(stored.exporters, found, at) },
    );
    return { takes: noted ? rightsToTake(noted).slice(0, mostAtOnce) : [] };
  },
});
