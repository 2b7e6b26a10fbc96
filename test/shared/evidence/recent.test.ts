import { recent } from '../../../shared/evidence/recent';

const counting = (size: number, fail = false) => {
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    if (fail) throw new Error('not now');
    return name.toUpperCase();
  };
  return { asked, ask: recent(size, read) };
};

describe('recent', () => {
  it('reads once for all who ask at the same time and later', async () => {
    const { asked, ask } = counting(2);
    expect(await Promise.all([ask('a'), ask('a')])).toEqual(['A', 'A']);
    expect(await ask('a')).toBe('A');
    expect(asked).toEqual(['a']);
  });

  it('forgets what was not asked for longest', async () => {
    const { asked, ask } = counting(2);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(name);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('reads again after a failure', async () => {
    const { asked, ask } = counting(2, true);
    await expect(ask('a')).rejects.toThrow('not now');
    await expect(ask('a')).rejects.toThrow('not now');
    expect(asked).toEqual(['a', 'a']);
  });
});
