import * as z from 'zod';
import type { AccessFacts } from '../../shared/access/facts';
import { lookAround } from '../../shared/departures/look-around';
import { makeCase } from '../../shared/departures/make-case';
import type { Presence } from '../../shared/departures/presence';
import type { Signal } from '../../shared/departures/signal';
import { takenByIncidents } from '../../shared/departures/taken-by-incident';
import { inBatches } from '../../shared/dependents/in-batches';
import { lasts } from '../../shared/dependents/reads';
import { step, type StepWorld } from '../durable';

/** Cases that settle in the same minute share one look. */
const sharedMs = 60_000;
/** Events may come before what they tell of can be read. */
const earlierMs = 60 * 60_000;

type SomeSignals = readonly [Signal, ...Signal[]];

/** The snapshot before everything, and those after which something was lost. */
const startsOf = (signals: SomeSignals): string[] => {
  const [start, ...later] = signals.filter(({ before }) => before !== undefined);
  const all = [start, ...later.filter(({ kind }) => kind !== 'gained')].flatMap((each) => each?.before ?? []);
  return [...new Set(all)];
};

const isShown = (principal: string, { principals }: AccessFacts): boolean =>
  principals.some(({ id }) => id === principal);

/** Whoever had access through a group is in no list once it is deleted. Where nobody can tell, it is taken to be here. */
const askFor = async (principal: string, { directory }: StepWorld): Promise<Presence | undefined> => {
  try {
    const state = await directory.stateOf(principal);
    if (state === 'unknown') return undefined;
    return state === 'deleted' ? 'gone' : state;
  } catch (error) {
    if (lasts(error)) return undefined;
    throw error;
  }
};

/** Looks once more and writes the case of the principal's open signals; an earlier delivery's case stays as it is. */
export const judgeRoleChange = step({
  name: 'judgeRoleChange',
  input: z.object({ principal: z.string() }),
  output: z.object({ caseId: z.string().optional() }),
  async run({ principal }, world) {
    const last = await lookAround(world, { heardOf: [], notOlderThan: new Date(world.now().getTime() - sharedMs) });
    const [first, ...others] = await world.signals.open(principal);
    if (!first) return {};
    const signals: SomeSignals = [first, ...others];
    const look = async (id: string) => ({ id, facts: await world.snapshots.get(id) });
    const [start = last.id, ...later] = startsOf(signals);
    const after = await look(last.id);
    const presence = isShown(principal, after.facts) ? undefined : await askFor(principal, world);
    const { departures } = await world.policy();
    const made = makeCase({
      principal,
      signals,
      before: [await look(start), ...(await inBatches(later, 1, look))],
      after,
      presence,
      news: await world.news.since(new Date(Date.parse(first.at) - earlierMs).toISOString()),
      taken: await takenByIncidents(world),
      rules: departures,
      now: world.now(),
    });
    return { caseId: (await world.cases.open(made)).id };
  },
});
