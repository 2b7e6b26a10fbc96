import { remembered } from '../../../shared/dependents/remembered';

const start = new Date('2030-01-01T00:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

class Lasting extends Error {}

/** A reading that counts how often it is really made, on a clock of its own. */
const aReading = (answer: (asked: string) => string = (asked) => `answer to ${asked}`) => {
  let time = start;
  const asked: string[] = [];
  const read = remembered(
    async (name: string) => {
      asked.push(name);
      await Promise.resolve();
      return answer(name);
    },
    { now: () => time, lasts: (error) => error instanceof Lasting },
  );
  return { read, asked, pass: (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000)) };
};

describe('a remembered reading', () => {
  it('is made once within the age that is allowed, also while it is under way', async () => {
    const { read, asked, pass } = aReading();
    expect(await Promise.all([read(start, 'a'), read(start, 'a')])).toEqual(['answer to a', 'answer to a']);
    pass(60);
    expect(await read(later(0), 'a')).toBe('answer to a');
    expect(asked).toEqual(['a']);
  });

  it('is made again when it is older than allowed', async () => {
    const { read, asked, pass } = aReading();
    await read(start, 'a');
    pass(60);
    await read(later(1), 'a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('is made every time where no age is allowed', async () => {
    const { read, asked } = aReading();
    await read(start, 'a');
    await read(undefined, 'a');
    await read(undefined, 'a');
    expect(asked).toEqual(['a', 'a', 'a']);
  });

  it('is told apart by what was asked', async () => {
    const { read, asked } = aReading();
    expect([await read(start, 'a'), await read(start, 'b')]).toEqual(['answer to a', 'answer to b']);
    expect(asked).toEqual(['a', 'b']);
  });

  it.each([
    ['forgotten when its failure may pass', new Error('socket hang up'), 2],
    ['remembered when its failure lasts', new Lasting('refused'), 1],
  ])('is %s', async (_, error, times) => {
    const { read, asked } = aReading(() => {
      throw error;
    });
    await expect(read(start, 'a')).rejects.toBe(error);
    await expect(read(start, 'a')).rejects.toBe(error);
    expect(asked).toHaveLength(times);
  });
});
