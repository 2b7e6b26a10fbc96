import { anEstate, encryptedWith, group, hours, storage } from './estate';

const path = `${group}/providers/Microsoft.Storage/storageAccounts/store?api-version=2025-08-01`;

/** Two reads at once, one more per two seconds of real time. */
function aTightEstate() {
  let real = 0;
  const throttle = { clock: () => real, buckets: { reads: { size: 2, refillPerSecond: 0.5 } } };
  const estate = anEstate({ throttle });
  estate.arm.put(storage(encryptedWith('v1')));
  const read = (principal = 'app') => estate.ask('GET', path, undefined, { authorization: `Bearer ${principal}` });
  return { ...estate, read, wait: (milliseconds: number) => (real += milliseconds) };
}

describe('throttling', () => {
  it('tells what is left, and when to come back once nothing is', async () => {
    const { read, wait } = aTightEstate();
    const left = async () => (await read()).headers.get('x-ms-ratelimit-remaining-subscription-reads');
    expect([await left(), await left()]).toEqual(['1', '0']);
    const refused = await read();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    wait(2000);
    expect((await read()).status).toBe(200);
    expect((await read()).status).toBe(429);
  });

  it('is not lifted by a leap of the estate clock', async () => {
    const { read, pass } = aTightEstate();
    await read();
    await read();
    pass(hours(24));
    expect((await read()).status).toBe(429);
  });

  it('counts each principal and each kind of request alone', async () => {
    const { read, ask } = aTightEstate();
    await read();
    await read();
    expect((await read('other')).status).toBe(200);
    expect((await ask('PATCH', path, { tags: { a: 'b' } })).status).toBe(200);
  });

  it('has a ceiling of fifteen times one principal over all of them', async () => {
    const { read } = aTightEstate();
    const first = await Promise.all(Array.from({ length: 15 }, (_, index) => read(`first-${index}`)));
    const second = await Promise.all(Array.from({ length: 15 }, (_, index) => read(`second-${index}`)));
    expect([...first, ...second].every(({ status }) => status === 200)).toBe(true);
    expect((await read('one-more')).status).toBe(429);
  });
});
