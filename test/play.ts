import type { Durable, Settled, Step, Workflow } from '../orchestrations/durable';

/** What a step answers in a script. Later lines win, so that a test states only what is special about it. */
export interface Line {
  readonly name: string;
  readonly answer: (raw: unknown) => unknown;
}

export const given = <I, O>({ name, input }: Step<I, O>, answer: (input: I) => NoInfer<O>): Line => ({
  name,
  answer: (raw) => answer(input.parse(raw)),
});

/** Plays a workflow without an engine: steps answer from the script, waits end at once, events arrive when `events` says so. */
export function play<I, O>(
  workflow: Workflow<I, O>,
  input: I,
  script: readonly Line[],
  { events = [] as boolean[], start = 0, version = '1.0' } = {},
) {
  const lines = new Map(script.map((line) => [line.name, line]));
  const taken: string[] = [];
  const restarts: unknown[] = [];
  const arrivals = [...events];
  let now = start;

  const take = <A, B>({ name, output }: Step<A, B>, value: A): B => {
    taken.push(name);
    const line = lines.get(name);
    if (!line) throw new Error(`The script has no line for "${name}"`);
    return output.parse(line.answer(value));
  };
  const durable: Durable = {
    get now() {
      return new Date(now).toISOString();
    },
    after: (milliseconds) => new Date(now + milliseconds).toISOString(),
    since: (wanted) => version.localeCompare(wanted, 'en', { numeric: true }) >= 0,
    *call(step, value) {
      return take(step, value);
    },
    *callEach(member, values) {
      return values.map((value) => take(member, value));
    },
    *callParts<A, B>(part: Workflow<A, Settled<B>>, values: readonly A[]) {
      const answers: Settled<B>[] = [];
      for (const value of values) {
        if (lines.has(part.name)) answers.push(part.output.parse(lines.get(part.name)?.answer(value)));
        else answers.push(yield* part.story(durable, value));
      }
      return answers;
    },
    *sleepUntil(time) {
      now = Math.max(now, Date.parse(time));
    },
    *waitFor(_event, deadline) {
      if (arrivals.shift()) return true;
      now = Math.max(now, Date.parse(deadline));
      return false;
    },
    startOver: (value) => void restarts.push(value),
  };
  const end = workflow.story(durable, workflow.input.parse(input)).next();
  if (!end.done) throw new Error(`"${workflow.name}" yielded something that is not a step`);
  return { result: end.value, taken, restarts, now: new Date(now) };
}
