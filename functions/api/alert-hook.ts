import * as z from 'zod';
import { alertProposes } from '../../shared/alerts/incident-wording';
import { eventRefused } from '../../shared/alerts/wording';
import { messageOf, RewrapError } from '../../shared/errors';
import { hashOf } from '../../shared/hash';
import { proposeIncident } from '../../shared/incidents/propose-incident';
import { inScope } from '../../shared/policy/in-scope';
import { readAlert, type AlertSignal } from '../alert-signal';
import { incidentOf, type Sighting, type Target } from './alert-incident';
import { answerCompromise } from './answer-compromise';
import type { Caller } from './caller';
import { StartEmergency } from './emergency-body';
import { scopeOf } from './emergency-scope';
import type { Site } from './endpoint';
import { endpoint } from './guarded';
import { vaultsNamed } from './vaults-named';

const Taken = z.object({
  outcome: z
    .enum(['proposed', 'under-way', 'known', 'noted', 'refused'])
    .describe(
      'proposed: a person decides. known: it belongs to an incident that was reported before. noted: it says that something is over',
    ),
  incidentId: z.string().optional(),
  because: z.string().optional(),
});
type Taken = z.infer<typeof Taken>;

/** Alerts of machines about vaults. They are hints: unless the policy says otherwise, a person decides. */
export const reportAlert = endpoint({
  name: 'reportAlert',
  method: 'POST',
  route: 'hooks/alerts',
  summary: 'Report an alert of Defender for Key Vault, of Azure Monitor (common schema), or in the generic form',
  role: 'Rewrap.Report',
  signed: true,
  accepts: { body: z.unknown() },
  answers: {
    202: { description: 'It was taken. What is not about a vault in scope is kept and told of.', schema: Taken },
  },
  run: async ({ body, caller }, site) => ({ status: 202, jsonBody: await take(body, caller, site) }),
});

async function take(raw: unknown, caller: Caller, site: Site): Promise<Taken> {
  const read = readAlert(raw);
  if ('unreadable' in read) return refuse(raw, read.unreadable, site);
  const { signal } = read;
  if (!signal.fired) return { outcome: 'noted' };
  const target = await targetOf(signal, site);
  if (!target) return refuse(raw, 'it names no vault and no key in scope', site);

  const at = signal.at ?? caller.sentAt ?? site.world.now().toISOString();
  const { id: incidentId, known } = await incidentOf({ signal, target, at }, site.world);
  if (known) return { outcome: 'known', incidentId };
  return answer({ signal, target, incidentId }, caller, site);
}

/** As the policy says of the rule. */
async function answer(told: Told, caller: Caller, site: Site): Promise<Taken> {
  const { signal, target } = told;
  const { alertHooks } = await site.world.policy();
  const rule = alertHooks.find((each) => each.rule.toLowerCase() === signal.rule.toLowerCase());
  if (rule?.answer !== 'act') return propose(told, caller, site);
  if (target.vaults.length > 1) return propose({ ...told, because: 'it names several vaults at once' }, caller, site);
  try {
    return await act({ ...told, mode: rule.mode }, caller, site);
  } catch (error) {
    if (!(error instanceof RewrapError)) throw error;
    return propose({ ...told, because: messageOf(error) }, caller, site);
  }
}

/** What it names of what Rewrap may touch. Named keys are nearer than their vault. */
async function targetOf(signal: AlertSignal, { world }: Site): Promise<Target | undefined> {
  const policy = await world.policy();
  const keys = signal.keys.filter((key) => inScope(policy, key));
  const vaults = keys.length > 0 ? [] : await vaultsNamed(signal, world);
  return keys.length + vaults.length > 0 ? { vaults, keys } : undefined;
}

type Told = Omit<Sighting, 'at'> & { readonly incidentId: string };

async function act(
  { signal, target, incidentId, mode }: Told & { mode: string },
  caller: Caller,
  site: Site,
): Promise<Taken> {
  const scope = target.keys.length > 0 ? { keys: target.keys } : { vault: target.vaults[0] };
  const reason = `alert ${signal.rule}: ${signal.summary}`.slice(0, 500);
  // A machine may be fooled, or forged: by its word alone nobody loses rights.
  const how = { mode, acceptWeaker: true, takeBackupRights: false };
  const body = StartEmergency.parse({ ...scope, reason, incidentId, ...how });
  await answerCompromise(body, await scopeOf(body, site), { caller, site });
  return { outcome: 'under-way', incidentId };
}

async function propose(
  { signal, target, incidentId, because }: Told & { because?: string },
  caller: Caller,
  { world, log }: Site,
): Promise<Taken> {
  const { rule, summary } = signal;
  const incident = await proposeIncident(world, { id: incidentId, by: caller, rule, summary, ...target, because });
  // Another alert of the same storm has begun it meanwhile: there is nothing to decide.
  if (incident.asks.length > 0) return { outcome: 'known', incidentId };
  await world.alerts.raise(alertProposes(incident, world.now()));
  log.info('incident proposed', { incident: incidentId, rule, caller: caller.id });
  return { outcome: 'proposed', incidentId, ...(because && { because }) };
}

/** Kept, and told once: a forged alert about somebody else's vault is worth knowing. */
async function refuse(raw: unknown, because: string, { world, log }: Site): Promise<Taken> {
  const id = hashOf(JSON.stringify(raw) ?? '');
  await world.letters.keep({ id, source: 'reportAlert', raw, because, at: world.now().toISOString() });
  await world.alerts.raise(eventRefused({ letter: id, because: `an alert: ${because}` }));
  log.warn('alert refused', { letter: id, because });
  return { outcome: 'refused', because };
}
