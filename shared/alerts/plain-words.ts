import type { ProofCounts } from '../rotations/record';
import type { Alert } from './alert';

/** What an alert says, before the outbox gives it an id and a time. */
export type Wording = Omit<Alert, 'id' | 'at'>;

const most = { summary: 1_000, whatToDo: 2_000 };

const cut = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);

/** One step per line, numbered where there are several. Steps that do not apply are left out. */
const numbered = (steps: readonly (string | undefined)[]): string => {
  const given = steps.filter((step) => step !== undefined);
  return given.length === 1 ? given.join('') : given.map((step, n) => `${n + 1}. ${step}`).join('\n');
};

/** An alert from its sentence and its steps, cut to what an alert may hold. */
export const wording = (
  about: Omit<Wording, 'summary' | 'whatToDo'>,
  summary: string,
  steps: readonly (string | undefined)[],
): Wording => ({ ...about, summary: cut(summary, most.summary), whatToDo: cut(numbered(steps), most.whatToDo) });

/** The first few, each cut to a readable length, and how many there are beside them. */
export const someOf = (items: readonly string[], where: string, count = 3): string => {
  const rest = items.length - count;
  const shown = items.slice(0, count).map((item) => `\n   - ${cut(item, 450)}`);
  return shown.join('') + (rest > 0 ? `\n   - and ${rest} more: ${where}` : '');
};

/** `a, b and 3 more`: the first `most` of them. */
export const firstOf = (all: readonly string[], most: number): string =>
  all.slice(0, most).join(', ') + (all.length > most ? ` and ${all.length - most} more` : '');

/** A command, and below it what it is for: what comes last may be cut. */
export const commandFirst = (command: string, words: string): string => `${command}\n     ${words}`;

/** Where an incident can be read. */
export const lookAtIncident = ({ id }: { readonly id: string }): string =>
  `GET /api/incidents/${encodeURIComponent(id)}`;

const isMeans = (kind: string): boolean => kind === 'read-back' || kind === 'log';

/** `2 by read-back, 1 assumed`: a kind of proof is never taken for another. Nothing where none is known. */
export const proofsInWords = (counts: ProofCounts | undefined): string | undefined =>
  Object.entries(counts ?? {})
    .map(([kind, count]) => `${count} ${isMeans(kind) ? 'by ' : ''}${kind}`)
    .join(', ') || undefined;

/** `1 dependent`, `2 dependents`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
