/**
 * Records histories for the replay tests from a journal of the local host, one file for each way that a workflow went:
 * `tsx scripts/record-histories.ts --journal FILE --release 0.1.0`. Run it at each release, after a demo.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from 'commander';
import * as z from 'zod';

const Event = z.looseObject({ EventType: z.int(), Name: z.string().optional() });
const Turn = z.object({
  id: z.string(),
  execution: z.string(),
  events: z.array(Event),
  end: z.object({ status: z.string(), output: z.string() }).optional(),
  again: z.object({ input: z.string() }).optional(),
});
const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), turn: Turn }),
  z.object({ kind: z.enum(['created', 'message', 'suspended', 'purged', 'snapshot', 'clock', 'schedule']) }),
]);

const { journal, release, out } = program
  .requiredOption('--journal <file>')
  .requiredOption('--release <version>')
  .option('--out <folder>', 'where the histories go', 'test/replay/histories')
  .parse()
  .opts<{ journal: string; release: string; out: string }>();

const runs = new Map<string, z.infer<typeof Event>[]>();
// The first line names the format.
for (const line of readFileSync(journal, 'utf8').split('\n').slice(1).filter(Boolean)) {
  const record = Line.parse(JSON.parse(line));
  if (record.kind === 'turn') keep(record.turn);
}

/** Grows the history of an execution by one turn, and writes it down when it has ended. */
function keep({ id, execution, events, end, again }: z.infer<typeof Turn>): void {
  const key = `${id} ${execution}`;
  const history = [...(runs.get(key) ?? []), ...events.map((event) => ({ ...event, IsPlayed: true }))];
  runs.set(key, history);
  const workflow = history.find(({ EventType }) => EventType === 0)?.Name;
  if (!workflow || !(again || end?.status === 'Completed')) return;

  const way = history
    .filter(({ EventType }) => [4, 6, 7, 10, 15].includes(EventType))
    .map(({ EventType, Name }) => `${EventType} ${Name ?? ''}`);
  const name = createHash('sha256').update(way.join('\n')).digest('hex').slice(0, 8);
  mkdirSync(join(out, workflow), { recursive: true });
  const ending = again ? { again: JSON.parse(again.input) } : { output: JSON.parse(end?.output ?? 'null') };
  const run = { workflow, instanceId: id, ...ending, history };
  writeFileSync(
    join(out, workflow, `${release}-${way.length}-steps-${name}.json`),
    `${JSON.stringify(run, null, 1)}\n`,
  );
}
