import { expectedDuration, lagsOf } from '../../../shared/rotations/expected-duration';
import { planWaves } from '../../../shared/rotations/plan-waves';
import { hashOf } from '../../../shared/hash';
import { aClass, aDependent, ledger, versionId } from '../../examples';
import { fakeStores } from '../../fakes/fake-stores';
import type { Dependent } from '../../../shared/dependents/dependent';

const now = () => new Date('2027-03-01T00:00:00.000Z');
const accounts = 'Microsoft.Storage/storageAccounts';
const follower = (region?: string) =>
  aDependent(`f-${region}`, { mode: 'following', ...(region !== undefined && { region }) });
const pinned = (count: number) => Array.from({ length: count }, (_, n) => aDependent(String(n)));

const durationOf = async (dependents: readonly Dependent[], { lagBook } = fakeStores({ now }), emergency = false) => {
  const planned = planWaves(dependents, { rules: aClass().waves, emergency });
  const lagOf = await lagsOf({ lagBook }, { dependents: [...dependents], unknown: [], unreadable: [] });
  return expectedDuration(planned, { lagOf, emergency });
};

const measured = async (region: string, seconds: number) => {
  const stores = fakeStores({ now });
  const version = versionId('b');
  const of = { type: accounts, region, key: ledger, version, lookInterval: 60, createdOn: now().toISOString() };
  await stores.lagBook.note({ ...of, dependent: hashOf(region), seconds });
  return stores;
};

describe('how long a rotation is likely to take', () => {
  it('is little where there is nobody to move', async () => {
    expect(await durationOf([])).toBe('PT1M');
  });

  it('adds up the waves', async () => {
    expect(await durationOf(pinned(2))).toBe('PT5M');
  });

  it('grows with the writes that Azure lets through in a subscription', async () => {
    expect(await durationOf(pinned(10_001))).toBe('PT22M');
  });

  it('is the documented lag of the slowest follower, until its lag was measured', async () => {
    expect(await durationOf([follower('westeurope')])).toBe('P1DT1M');
    expect(await durationOf([follower('westeurope')], await measured('westeurope', 7_200))).toBe('PT2H1M');
    expect(await durationOf([follower('westeurope')], await measured('northeurope', 7_200))).toBe('P1DT1M');
  });

  it('waits in an emergency only for followers that cannot be made to move at once', async () => {
    const emergency = [fakeStores({ now }), true] as const;
    expect(await durationOf([follower('westeurope')], ...emergency)).toBe('PT3M');
    const cannot = aDependent('bus', { type: 'Microsoft.ServiceBus/namespaces', mode: 'following' });
    expect(await durationOf([follower('westeurope'), cannot], ...emergency)).toBe('PT6M');
  });
});
