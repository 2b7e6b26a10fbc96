import { PlanMissing } from '../../../shared/evidence/evidence-errors';
import { InvalidPlace } from '../../../shared/evidence/newest-first';
import type { KeyPosture } from '../../../shared/posture/key-posture';
import { daysAgo, today, versionId } from '../../examples';
import { keyNamed, rotationIdOf } from './evidence-examples';
import { aDependent, aPlan } from './plan-examples';
import { storesUnderTest } from './stores-under-test';

const key = keyNamed('ledger');

const posture = (name: string, how: Partial<KeyPosture> = {}): KeyPosture => ({
  url: keyNamed(name),
  vault: 'https://payments.vault.azure.net',
  name,
  state: 'current',
  dependents: { total: 1, onCurrentVersion: 1, unknown: 0 },
  asOf: daysAgo(0),
  ...how,
});

describe.each(storesUnderTest)('plans, posture, backups and letters %s', (_, openStores) => {
  const stores = () => openStores(() => today);

  it('keeps a plan and its slices apart', async () => {
    const { plans } = await stores();
    await plans.save(aPlan(), [[aDependent('a'), aDependent('b')], [aDependent('c')]]);
    expect(await plans.get('plan-1')).toEqual(aPlan());
    expect(await plans.slice('plan-1', 1)).toEqual([aDependent('c')]);
    expect(await plans.slice('plan-1', 0)).toEqual([aDependent('a'), aDependent('b')]);
  });

  it('never changes a saved plan, nor mixes the slices of two that were saved under one id', async () => {
    const { plans } = await stores();
    const save = (overlap: string) =>
      plans.save(aPlan({ overlap }), [[aDependent(`${overlap}-0`)], [aDependent(`${overlap}-1`)]]);
    await Promise.all(['P1D', 'P2D', 'P3D'].map(save));
    const { overlap } = await plans.get('plan-1');
    await save('P4D');
    expect(await plans.get('plan-1')).toEqual(aPlan({ overlap }));
    expect(await plans.slice('plan-1', 0)).toEqual([aDependent(`${overlap}-0`)]);
    expect(await plans.slice('plan-1', 1)).toEqual([aDependent(`${overlap}-1`)]);
  });

  it('says which plan is missing', async () => {
    const { plans } = await stores();
    await expect(plans.get('plan-9')).rejects.toThrow('plan-9');
    await plans.save(aPlan(), [[aDependent('a')]]);
    await expect(plans.slice('plan-1', 1)).rejects.toThrow(PlanMissing);
  });

  it('shows the last look at each key, by vault and name, as old as the oldest of them', async () => {
    const { posture: store } = await stores();
    expect(await store.list()).toEqual({ keys: [] });
    await store.put(posture('b', { asOf: daysAgo(3) }));
    await store.put(posture('a', { state: 'due', because: 'expires soon', version: versionId('a') }));
    await store.put(posture('b', { asOf: daysAgo(2) }));
    expect(await store.list()).toEqual({
      keys: [
        posture('a', { state: 'due', because: 'expires soon', version: versionId('a') }),
        posture('b', { asOf: daysAgo(2) }),
      ],
      asOf: daysAgo(2),
    });
  });

  it('gives keys in pages of a hundred and refuses a place that it never named', async () => {
    const { posture: store } = await stores();
    const names = Array.from({ length: 101 }, (_none, n) => `key-${String(n).padStart(3, '0')}`);
    await Promise.all(names.map((name) => store.put(posture(name))));
    const first = await store.list();
    const second = await store.list(first.next);
    expect([...first.keys, ...second.keys].map(({ name }) => name)).toEqual(names);
    expect(second.next).toBeUndefined();
    await expect(store.list('a/b')).rejects.toThrow(InvalidPlace);
  });

  it('keeps the first backup of a rotation', async () => {
    const { backups } = await stores();
    const rotation = rotationIdOf(key, 'one');
    expect(await backups.has(rotation, key)).toBe(false);
    await backups.save(rotation, key, Uint8Array.of(1, 2, 3));
    await backups.save(rotation, key, Uint8Array.of(4));
    expect(await backups.has(rotation, key)).toBe(true);
    expect(await backups.has(rotationIdOf(key, 'two'), key)).toBe(false);
  });

  it('keeps a letter once and tells whether it was new', async () => {
    const { letters } = await stores();
    const letter = { id: 'abc', source: 'onKeyVaultEvent', raw: { odd: true }, because: 'unreadable', at: daysAgo(0) };
    expect(await letters.keep(letter)).toBe(true);
    expect(await letters.keep({ ...letter, at: daysAgo(1) })).toBe(false);
  });
});
