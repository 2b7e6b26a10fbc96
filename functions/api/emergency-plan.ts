import * as z from 'zod';
import { Advice } from '../../shared/incidents/advice';
import { Ailment } from '../../shared/doctor/diagnosis';
import { Exporters } from '../../shared/incidents/exporters';
import { forAPerson, ForAPerson } from '../../shared/incidents/for-a-person';
import { lookAtExporters } from '../../shared/incidents/look-at-exporters';
import { IncidentMode, modeInWords, weaknesses } from '../../shared/incidents/mode';
import { KeyUrl, nameOf, vaultOf } from '../../shared/keys/key-url';
import { lookAtCleanVaults } from '../../shared/standby/look-at-clean-vaults';
import { inBatches } from '../../shared/dependents/in-batches';
import type { RotationPlan } from '../../shared/rotations/plan';
import { messageOf } from '../../shared/errors';
import type { Refusal } from '../why-refused';
import { adviceFor, sharedSince, usersOf } from './emergency-checks';
import { answerIn, type StartEmergency } from './emergency-body';
import type { Scope, Wanted } from './emergency-scope';
import type { Answer, Site } from './endpoint';
import { planView } from './plan-view';
import { Plans } from './start-rotations';
import { takesRights } from './takes-rights';

/** What a dry run says of the incident as a whole, beside the plan of each key. */
const IncidentPlan = z.object({
  mode: IncidentMode,
  inWords: z.string(),
  keys: z.array(
    z.object({
      key: KeyUrl,
      mode: IncidentMode.describe('With what the incident has asked for before: modes add up'),
      newDataKeys: z.boolean(),
      cleanVault: z.string().optional(),
      advice: Advice,
      leavesOpen: z.array(z.string()).describe('What the mode leaves open, going by the advice'),
    }),
  ),
  ...ForAPerson.shape,
  cleanVaults: z
    .array(Ailment.omit({ check: true }))
    .describe('What is not as it should be about the clean vaults; each plan says what will not go there'),
  exporters: z.array(Exporters).describe('Who may carry keys out of the vaults, and the commands that end it'),
  dependents: z
    .array(z.string())
    .describe('Everything that uses the keys: what would stop with containment: immediate'),
  unseen: z.array(z.string()).describe('What could not be read: more may use the keys'),
  certificates: z.array(KeyUrl).describe('They are renewed, not rotated'),
});

export const EmergencyPlans = Plans.extend({ incident: IncidentPlan }).meta({ id: 'EmergencyPlans' });

/** What would be done, key by key, and the blast radius. Writes nothing. */
export async function plansForEmergency(body: StartEmergency, scope: Scope, site: Site): Promise<Answer> {
  const { world } = site;
  const answer = answerIn(body);
  const takes = await takesRights(body, site);
  const [plans, advised, dependents] = await Promise.all([
    inBatches(scope.keys, 10, (each) => planOf(each, site)),
    adviceFor(scope, site),
    usersOf(scope, site),
  ]);
  const vaults = [...new Set(scope.keys.map(({ key }) => vaultOf(key)))];
  const incident: z.input<typeof IncidentPlan> = {
    mode: answer.mode,
    inWords: modeInWords[answer.mode],
    keys: advised.map(({ tags: _tags, ...each }) => ({ ...each, leavesOpen: weaknesses(each, each.advice) })),
    ...(await forAPerson(world, vaults, takes)),
    cleanVaults: await lookAtCleanVaults(world, scope.keys),
    exporters: await lookAtExporters(world, vaults),
    dependents: [...dependents.ids],
    unseen: [...dependents.unseen],
    certificates: [...scope.certificates],
  };
  const jsonBody: z.input<typeof EmergencyPlans> = {
    plans: plans.flatMap((each) => ('plan' in each ? [planView(each.plan)] : [])),
    refused: [...scope.refused, ...plans.flatMap((each) => ('refusal' in each ? [each.refusal] : []))],
    incident,
  };
  return { status: 200, jsonBody };
}

/** One key that cannot be looked at leaves the others their plans. */
async function planOf(wanted: Wanted, site: Site): Promise<{ plan: RotationPlan } | { refusal: Refusal }> {
  const { key } = wanted;
  const wish = { key, cause: 'compromise' as const, ...cleanOf(wanted), notOlderThan: sharedSince(site) };
  try {
    return { plan: await site.preview(site.world, wish) };
  } catch (error) {
    const nextStep = `It would be begun all the same. What would be done could not be looked at: ${messageOf(error)}`;
    return { refusal: { key, code: 'not-planned', nextStep } };
  }
}

/** The name that the clean key is likely to have; another is taken where it is not free. */
const cleanOf = ({ key, cleanVault }: Wanted) =>
  cleanVault === undefined ? {} : { toKey: KeyUrl.parse(`${cleanVault}/keys/${nameOf(key)}`) };
