/**
 * Remembers the last `size` answers by what was asked (which must survive JSON), for what never changes; what is still being
 * read is shared. A failure is not remembered.
 */
export const recent = <Asked extends readonly unknown[], Answer>(
  size: number,
  read: (...asked: Asked) => Promise<Answer>,
): ((...asked: Asked) => Promise<Answer>) => {
  /** The one that was not asked for longest comes first. */
  const answers = new Map<string, Promise<Answer>>();

  return (...asked) => {
    const name = JSON.stringify(asked);
    const known = answers.get(name);
    const answer = known ?? read(...asked);
    answers.delete(name);
    answers.set(name, answer);
    if (!known) answer.catch(() => answers.delete(name));
    const [oldest = ''] = answers.keys();
    if (answers.size > size) answers.delete(oldest);
    return answer;
  };
};
