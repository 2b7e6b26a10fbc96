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
    expect(refused.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('0');
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

  it('counts its refusals', async () => {
    const { read, arm } = aTightEstate();
    for (let call = 0; call < 5; call += 1) await read();
    expect(arm.throttled()).toBe(3);
  });
});

describe('the quota of Resource Graph', () => {
  it('is 15 queries in 5 seconds, and its headers tell what is left and when it is full again', async () => {
    let real = 0;
    const estate = anEstate({ throttle: { clock: () => real } });
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01';
    const query = () => estate.ask('POST', path, { query: 'resources' });
    const told = ({ headers }: Awaited<ReturnType<typeof query>>) =>
      ['x-ms-user-quota-remaining', 'x-ms-user-quota-resets-after'].map((name) => headers.get(name));
    expect(told(await query())).toEqual(['14', '00:00:05']);
    real += 2_000;
    for (let call = 0; call < 13; call += 1) await query();
    expect(told(await query())).toEqual(['0', '00:00:03']);
    const refused = await query();
    expect([refused.status, ...told(refused)]).toEqual([429, '0', '00:00:03']);
    real += 3_000;
    expect(told(await query())).toEqual(['14', '00:00:05']);
  });
});
