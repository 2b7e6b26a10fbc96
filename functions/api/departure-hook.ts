import * as z from 'zod';
import { eventRefused } from '../../shared/alerts/wording';
import { tellDeparture } from '../../shared/departures/tell-departure';
import { hashOf } from '../../shared/hash';
import { PrincipalId } from './departures';
import type { Site } from './endpoint';
import { endpoint } from './guarded';
import { Reason } from './start-rotations';

/** As a personnel system sends it, in the form of Standard Webhooks. Other types of its events are not for us. */
const Notice = z
  .object({
    type: z.string().default('departure'),
    data: z.object({ principal: PrincipalId, reason: Reason.default('told by the personnel system') }),
  })
  .meta({ id: 'DepartureNotice' });

const Taken = z.object({
  outcome: z
    .enum(['begun', 'known', 'refused'])
    .describe('known: the same message was taken before. refused: nobody of this tenant; it is kept and told of'),
});

/** The personnel system tells who leaves. The secret allows this and nothing else. */
export const reportDepartureHook = endpoint({
  name: 'reportDepartureHook',
  method: 'POST',
  route: 'hooks/departures',
  summary: 'Tell by a signed webhook (Standard Webhooks) that somebody leaves or changes role',
  role: 'Rewrap.Operate',
  signed: true,
  accepts: { body: Notice },
  answers: { 202: { description: 'It was taken', schema: Taken } },
  async run({ body, caller }, site) {
    const { world, workflows, log } = site;
    const { principal, reason } = body.data;
    const told = await tellDeparture(
      { ...world, workflows },
      { principal, reason, by: caller.name, ...(caller.message && { id: caller.message }) },
    );
    if (told === 'unknown') return { status: 202, jsonBody: await refuse(body, principal, site) };
    log.info('departure told', { principal, caller: caller.id, told });
    return { status: 202, jsonBody: { outcome: told } };
  },
});

/** Kept, and told once: whoever forges it names somebody whom we do not know. */
async function refuse(raw: unknown, principal: string, { world, log }: Site): Promise<z.infer<typeof Taken>> {
  const because = `a departure: ${principal} is nobody of this tenant`;
  const id = hashOf('departure', JSON.stringify(raw) ?? '');
  await world.letters.keep({ id, source: 'reportDepartureHook', raw, because, at: world.now().toISOString() });
  await world.alerts.raise(eventRefused({ letter: id, because }));
  log.warn('departure refused', { letter: id, because });
  return { outcome: 'refused' };
}
