import { turnstile } from '../../shared/turnstile';

/** Work that ends when told. */
const aWork = () => {
  let end: (result: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  return { end, run: () => ended };
};

describe('a turnstile', () => {
  it('sends away whoever comes while it is full, and lets in when somebody has left', async () => {
    const pass = turnstile(2);
    const [first, second] = [aWork(), aWork()];
    const inside = [pass(first.run), pass(second.run)];
    expect(await pass(async () => 'third')).toBe('full');
    first.end('first');
    expect(await inside[0]).toEqual({ done: 'first' });
    expect(await pass(async () => 'third')).toEqual({ done: 'third' });
    second.end('second');
    await Promise.all(inside);
  });

  it('frees the place of work that failed', async () => {
    const pass = turnstile(1);
    await expect(pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pass(async () => 'next')).toEqual({ done: 'next' });
  });
});
