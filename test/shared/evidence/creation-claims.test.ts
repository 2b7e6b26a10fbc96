import { KeyUrl } from '../../../shared/keys/key-url';
import { storesUnderTest } from './stores-under-test';

const key = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const version = { key, from: 'a'.repeat(32) };
const by = (owner: string) => ({ ...version, owner, leaseSeconds: 60 });

describe.each(storesUnderTest)('creation claims %s', (_, openStores) => {
  let now = new Date('2026-03-01T00:00:00Z');
  const claimsNow = async () => (await openStores(() => now)).claims;
  beforeEach(() => {
    now = new Date('2026-03-01T00:00:00Z');
  });

  it('gives a claim to exactly one of many who ask at once', async () => {
    const claims = await claimsNow();
    const owners = Array.from({ length: 12 }, (_none, n) => `owner-${n}`);
    const answers = await Promise.all(owners.map((owner) => claims.acquire(by(owner))));
    expect(answers.filter((won) => won)).toHaveLength(1);
  });

  it('gives a lapsed claim to exactly one of many who ask at once', async () => {
    const claims = await claimsNow();
    await claims.acquire(by('crashed'));
    now = new Date('2026-03-01T00:01:00Z');
    const owners = Array.from({ length: 12 }, (_none, n) => `owner-${n}`);
    const answers = await Promise.all(owners.map((owner) => claims.acquire(by(owner))));
    expect(answers.filter((won) => won)).toHaveLength(1);
  });

  it('refuses others until the lease ends by the clock', async () => {
    const claims = await claimsNow();
    await claims.acquire(by('first'));
    now = new Date('2026-03-01T00:00:59Z');
    expect(await claims.acquire(by('second'))).toBe(false);
    now = new Date('2026-03-01T00:01:00Z');
    expect(await claims.acquire(by('second'))).toBe(true);
    expect(await claims.acquire(by('first'))).toBe(false);
  });

  it('lets its owner renew the lease', async () => {
    const claims = await claimsNow();
    await claims.acquire(by('first'));
    now = new Date('2026-03-01T00:00:30Z');
    expect(await claims.acquire(by('first'))).toBe(true);
    now = new Date('2026-03-01T00:01:10Z');
    expect(await claims.acquire(by('second'))).toBe(false);
  });

  it('is free after release by its owner, and by nobody else', async () => {
    const claims = await claimsNow();
    await claims.acquire(by('first'));
    await claims.release({ ...version, owner: 'second' });
    expect(await claims.acquire(by('second'))).toBe(false);
    await claims.release({ ...version, owner: 'first' });
    expect(await claims.acquire(by('second'))).toBe(true);
    await claims.release({ ...version, owner: 'nobody' });
  });

  it('holds for one version only', async () => {
    const claims = await claimsNow();
    await claims.acquire(by('first'));
    expect(await claims.acquire({ ...by('second'), from: 'b'.repeat(32) })).toBe(true);
  });
});
