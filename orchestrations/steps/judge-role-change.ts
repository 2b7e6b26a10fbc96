import * as z from 'zod';
import { lookAround } from '../../shared/departures/look-around';
import { makeCase } from '../../shared/departures/make-case';
import { step } from '../durable';

/** Cases that settle in the same minute share one look. */
const sharedMs = 60_000;
/** Events may come before what they tell of can be read. */
const earlierMs = 60 * 60_000;

/** Looks once more and writes the case of the principal's open signals; an earlier delivery's case stays as it is. */
export const judgeRoleChange = step({
  name: 'judgeRoleChange',
  input: z.object({ principal: z.string() }),
  output: z.object({ caseId: z.string().optional() }),
  async run({ principal }, world) {
    const last = await lookAround(world, new Date(world.now().getTime() - sharedMs));
    const [first, ...others] = await world.signals.open(principal);
    if (!first) return {};
    const beforeId = [first, ...others].find(({ before }) => before !== undefined)?.before ?? last.id;
    const { departures } = await world.policy();
    const made = makeCase({
      principal,
      signals: [first, ...others],
      before: { id: beforeId, facts: await world.snapshots.get(beforeId) },
      after: { id: last.id, facts: await world.snapshots.get(last.id) },
      news: await world.news.since(new Date(Date.parse(first.at) - earlierMs).toISOString()),
      rules: departures,
      now: world.now(),
    });
    return { caseId: (await world.cases.open(made)).id };
  },
});
