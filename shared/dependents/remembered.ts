/** A reading that several look-ups share: the answer is no older than asked; without an age it is read now. */
export type Remembered<Asked extends readonly unknown[], Answer> = (
  notOlderThan: Date | undefined,
  ...asked: Asked
) => Promise<Answer>;

/**
 * Remembers what was read, by what was asked (which must survive JSON), and shares what is still being read. Of failures only
 * those that last are remembered. What is too old for one caller is dropped once it is older than `keptMs`: until then it may
 * serve a search that began earlier and is not over. So memory holds one sweep's readings, or those of that time.
 */
export const remembered = <Asked extends readonly unknown[], Answer>(
  read: (...asked: Asked) => Promise<Answer>,
  { now, lasts, keptMs = 0 }: { now: () => Date; lasts: (error: unknown) => boolean; keptMs?: number },
): Remembered<Asked, Answer> => {
  /** Oldest first, because an answer is taken out before a newer one is put in. */
  const answers = new Map<string, { readonly at: Date; readonly answer: Promise<Answer> }>();

  const dropOlderThan = (limit: Date): void => {
    const floor = Math.min(limit.getTime(), now().getTime() - keptMs);
    for (const [asked, { at }] of answers) {
      if (at.getTime() >= floor) return;
      answers.delete(asked);
    }
  };

  return (notOlderThan, ...asked) => {
    if (!notOlderThan) return read(...asked);
    dropOlderThan(notOlderThan);
    const name = JSON.stringify(asked);
    const known = answers.get(name);
    if (known && known.at >= notOlderThan) return known.answer;
    answers.delete(name);
    const answer = read(...asked);
    answers.set(name, { at: now(), answer });
    answer.catch((error: unknown) => {
      if (!lasts(error) && answers.get(name)?.answer === answer) answers.delete(name);
    });
    return answer;
  };
};
