import * as z from 'zod';
import { Estimate, estimateOf } from '../../shared/incidents/estimate';
import { forAPerson, ForAPerson } from '../../shared/incidents/for-a-person';
import { gatherProgress } from '../../shared/incidents/gather-progress';
import { Incident, takesBackupRights } from '../../shared/incidents/incident';
import { IncidentUnknown, ReviewByAnother } from '../../shared/incidents/incident-errors';
import { KeyProgress } from '../../shared/incidents/key-progress';
import { exportersIn } from '../../shared/incidents/keep-exporters';
import { modeInWords } from '../../shared/incidents/mode';
import { attendIncident } from '../../shared/incidents/open-incident';
import { certificateInWords } from '../../shared/incidents/secrets-in-words';
import { vaultOf } from '../../shared/keys/key-url';
import { isOneOf } from '../../shared/rotations/decide-approval';
import { countProofs } from '../../shared/rotations/count-moves';
import { ProofCounts } from '../../shared/rotations/record';
import { lagsOf } from '../../shared/rotations/expected-duration';
import { IncidentId } from './emergency-body';
import { endpoint } from './guarded';
import { Reason } from './start-rotations';

const IncidentView = Incident.extend({
  inWords: z.array(z.string()).describe('The modes that are under way, said plainly'),
  counts: z.object({
    keys: z.int(),
    withNewVersion: z.int(),
    proven: z.int(),
    disabled: z.int(),
    dependents: z.int(),
    dependentsProven: z.int(),
    dependentsByProof: ProofCounts.describe('Of those proven, by kind of proof; what is only assumed is among them'),
  }),
  estimate: Estimate.optional().describe('When all is likely to be proven; absent once it is'),
  keys: z.array(KeyProgress),
  ...ForAPerson.shape,
  certificates: z.array(z.object({ key: z.string(), todo: z.string() })),
}).meta({ id: 'Incident' });

/** How far an incident is, live. */
export const getIncident = endpoint({
  name: 'getIncident',
  method: 'GET',
  route: 'incidents/{id}',
  summary: 'One incident: how far each key and dependent is, when all is likely to be safe, and what stays exposed',
  role: 'Rewrap.Read',
  accepts: { params: z.object({ id: IncidentId }) },
  answers: { 200: { description: 'As it stands now', schema: IncidentView } },
  async run({ params: { id } }, { world }) {
    const incident = await world.incidents.get(id);
    if (!incident) throw new IncidentUnknown(id);
    const progress = await gatherProgress(world, id);
    const { keys, left } = progress;
    const lagOf = await lagsOf(world, { dependents: left, unknown: [], unreadable: [] });
    const estimate = estimateOf(progress, { now: world.now(), lagOf });
    const vaults = [...new Set(keys.map(({ key }) => vaultOf(key)))];
    const view: z.input<typeof IncidentView> = {
      ...incident,
      exporters: exportersIn(incident, await world.incidents.rights(id)),
      inWords: [...new Set(keys.map(({ mode }) => modeInWords[mode]))],
      counts: countsOf(keys),
      ...(estimate && { estimate }),
      keys,
      ...(await forAPerson(world, vaults, takesBackupRights(incident))),
      certificates: incident.certificates.map((key) => ({ key, todo: certificateInWords })),
    };
    return { status: 200, jsonBody: view };
  },
});

const countsOf = (keys: readonly KeyProgress[]) => {
  const having = (what: keyof KeyProgress['times']) => keys.filter(({ times }) => times[what] !== undefined).length;
  const sum = (of: (key: KeyProgress) => number) => keys.reduce((total, key) => total + of(key), 0);
  return {
    keys: keys.length,
    withNewVersion: having('newVersion'),
    proven: having('proven'),
    disabled: having('disabled'),
    dependents: sum(({ counts }) => counts.total),
    dependentsProven: sum(({ counts }) => counts.proven),
    dependentsByProof: countProofs(keys.flatMap(({ dependents }) => dependents)),
  };
};

/** All incidents, newest first. */
export const listIncidents = endpoint({
  name: 'listIncidents',
  method: 'GET',
  route: 'incidents',
  summary: 'Incidents, newest first',
  role: 'Rewrap.Read',
  accepts: {},
  answers: { 200: { description: 'Newest first', schema: z.object({ incidents: z.array(Incident) }) } },
  run: async (_, { world }) => {
    const all = await world.incidents.list();
    return { status: 200, jsonBody: { incidents: all.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt)) } };
  },
});

/** What went past windows and approvals is looked at afterwards, by somebody who did not start it. */
export const reviewIncident = endpoint({
  name: 'reviewIncident',
  method: 'POST',
  route: 'incidents/{id}/review',
  summary: 'Say, as a second person, that you have looked at what was done in an incident',
  role: 'Rewrap.Approve',
  accepts: {
    params: z.object({ id: IncidentId }),
    body: z.strictObject({ note: Reason }).meta({ id: 'IncidentReview' }),
  },
  answers: { 200: { description: 'It is noted', schema: Incident } },
  async run({ params: { id }, body: { note }, caller }, { world, workflows, log }) {
    const stored = await world.incidents.get(id);
    if (!stored) throw new IncidentUnknown(id);
    const involved = [stored.openedBy.name, ...stored.asks.map(({ by }) => by)];
    const isOwn = world.ownIdentities.includes(caller.id) || stored.openedBy.id === caller.id;
    if (isOwn || isOneOf(involved, caller.id)) throw new ReviewByAnother(id);
    const review = { by: caller.name, at: world.now().toISOString(), note };
    const incident = await world.incidents.note(id, (now) => now && { review, ...now });
    await attendIncident(workflows, id);
    log.info('incident reviewed', { incident: id, caller: caller.id });
    return { status: 200, jsonBody: incident };
  },
});
