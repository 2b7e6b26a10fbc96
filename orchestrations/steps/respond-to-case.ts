import * as z from 'zod';
import { departureNeedsPerson } from '../../shared/alerts/departure-wording';
import type { Case, CaseObject } from '../../shared/departures/case';
import { goneSince } from '../../shared/departures/make-case';
import { KeyUrl } from '../../shared/keys/key-url';
import { inScope } from '../../shared/policy/in-scope';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { step, type StepWorld } from '../durable';

/** As many keys as one delivery takes up. */
const atOnce = 50;

/** Asks for the rotations of a case, some keys at a time; with the last of them tells a person what is left to one, and settles its signals. */
export const respondToCase = step({
  name: 'respondToCase',
  input: z.object({ caseId: z.string(), from: z.int() }),
  output: z.object({ next: z.int().optional() }),
  async run({ caseId, from }, world) {
    const one = await world.cases.get(caseId);
    if (!one) throw new Error(`Expected case ${caseId} to be kept, found none`);
    const policy = await world.policy();
    for (const object of one.objects.slice(from, from + atOnce)) {
      const key = KeyUrl.safeParse(object.id);
      if (key.success && inScope(policy, key.data)) await rotate(world, one, { ...object, key: key.data });
    }
    if (from + atOnce < one.objects.length) return { next: from + atOnce };

    const wording = departureNeedsPerson(one);
    if (wording) await world.alerts.raise(wording);
    await world.signals.settle(one.signals, caseId);
    return {};
  },
});

async function rotate(world: StepWorld, one: Case, object: CaseObject & { key: KeyUrl }): Promise<void> {
  const { key, requestId, outsideWindows } = object;
  if (requestId === undefined) return;
  await requestRotation(world, {
    id: requestId,
    key,
    cause: 'departure',
    reason: `case ${one.id}: ${one.principal.name ?? one.principal.id}`.slice(0, 500),
    requestedBy: 'respondToRoleChange',
    // A version made after that is one that the principal never reached.
    requestedAt: goneSince(one),
    ...(outsideWindows && { outsideWindows }),
  });
}
