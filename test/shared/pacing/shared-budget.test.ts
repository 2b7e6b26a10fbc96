import { asUrgent, patiently } from '../../../shared/pacing/asking';
import { tokenBucket } from '../../../shared/pacing/bucket';
import type { Budget } from '../../../shared/pacing/budget';
import { Ledger } from '../../../shared/pacing/ledger';
import { carefulLender, type Lender, ownLender, sharedLender } from '../../../shared/pacing/lender';
import { budgetIn, sharedBudget } from '../../../shared/pacing/shared-budget';
import { freshStorage } from '../../fresh-storage';
import { aClock, aTokenService } from './a-service';

const bucket = tokenBucket('arm/s/p/reads', 250, 25);
const draw = { bucket, cost: 1 };

describe('two instances over one table', () => {
  it('together never ask for more than the bucket grants, and know of each other', async () => {
    const rows = (await freshStorage()).table('pacing', Ledger);
    const { clock, pass } = aClock();
    const budgets = [1, 2].map(() => sharedBudget({ lender: sharedLender(rows), clock }));
    const small = { bucket: tokenBucket('arm/s/p/reads', 100, 25), cost: 1 };
    const service = aTokenService(clock, { size: 100, perSecond: 25 });
    let answered = 0;
    const call = async (budget: Budget) => {
      const away = await patiently(() => budget.take([small]));
      answered += 1;
      if (away === undefined) service.call();
    };
    const calls = budgets.flatMap((budget) => Array.from({ length: 75 }, () => call(budget)));
    // Time passes with the answers of the storage.
    // Time passes with the answers of the storage.
    const known: number[] = [];
    while (answered < 150) {
      const [views] = await Promise.all([budgets[0]?.look(), pass(20)]);
      known.push(...(views ?? []).map(({ instances }) => instances));
    }
    await Promise.all(calls);
    expect(service.refused()).toBe(0);
    expect(service.taken()).toBe(150);
    expect(Math.max(...known)).toBe(2);
  });

  it('hear of a refusal that the other met', async () => {
    const storage = await freshStorage();
    const { clock } = aClock();
    const [one, other] = [budgetIn(storage, { ...clock, sleep: never }), budgetIn(storage, { ...clock, sleep: never })];
    await one.learn(draw, { is: 'throttled', seconds: 30 });
    expect(await other.take([draw])).toBeGreaterThanOrEqual(30_000);
    expect(await other.look()).toMatchObject([{ throttled: 1, closedUntil: clock.now() + 30_000 }]);
  });
});

const never = () => new Promise<void>(() => undefined);

describe('without storage', () => {
  const broken: Lender = {
    borrow: () => Promise.reject(new Error('storage is away')),
    shut: () => Promise.reject(new Error('storage is away')),
    ledgers: () => Promise.resolve([]),
  };

  it('an instance goes on with a tenth of the rate, and not with what might be there', async () => {
    const { clock, pass } = aClock();
    const budget = sharedBudget({ lender: carefulLender(broken, clock), clock });
    let served = 0;
    const asked = patiently(() =>
      Promise.all(
        Array.from({ length: 100 }, async () => {
          if ((await budget.take([draw])) === undefined) served += 1;
        }),
      ),
    );
    await pass(20_000);
    expect(served).toBeGreaterThan(35);
    expect(served).toBeLessThanOrEqual(50);
    await pass(120_000);
    await asked;
  });

  it('an instance also does not wait for a storage that hangs', async () => {
    const { clock, pass } = aClock();
    const budget = sharedBudget({
      lender: carefulLender({ ...broken, borrow: () => never().then(fail) }, clock),
      clock,
    });
    const asked = patiently(() => budget.take([draw]));
    await pass(10_000);
    expect(await asked).toBeUndefined();
  });

  it('an instance returns to the shared ledgers when they are back', async () => {
    const { clock, pass } = aClock();
    const shared = ownLender();
    let isBack = false;
    const lender = carefulLender({ ...shared, borrow: (...ask) => (isBack ? shared : broken).borrow(...ask) }, clock);
    const budget = sharedBudget({ lender, clock });
    const first = budget.take([draw]);
    await pass(3_000);
    await first;
    isBack = true;
    await pass(12_000);
    const all = Array.from({ length: 100 }, () => budget.take([draw]));
    await pass(100);
    expect((await Promise.all(all)).every((away) => away === undefined)).toBe(true);
  });
});

const fail = (): never => {
  throw new Error('expected no answer');
};

describe('a budget', () => {
  it('gives back what a call took of one limit when another puts it off', async () => {
    const { clock, pass } = aClock();
    const lender = ownLender();
    const budget = sharedBudget({ lender, clock });
    const closed = { bucket: tokenBucket('closed', 100, 1), cost: 1 };
    await budget.learn(closed, { is: 'throttled', seconds: 600 });
    for (let call = 0; call < 500; call += 1) expect(await budget.take([draw, closed])).toBeGreaterThan(0);
    const asked = Array.from({ length: 150 }, () => budget.take([draw]));
    await pass(0);
    expect((await Promise.all(asked)).every((away) => away === undefined)).toBe(true);
  });

  it('lets an emergency go first, whoever makes the calls', async () => {
    const { clock, pass } = aClock();
    const budget = sharedBudget({ lender: ownLender(), clock });
    const served: string[] = [];
    const slow = { bucket: tokenBucket('slow', 20, 1), cost: 16 };
    const call = () => budget.take([slow]);
    const all = [patiently(call).then(() => served.push('first'))];
    await pass(0);
    all.push(
      patiently(call).then(() => served.push('routine')),
      patiently(() => asUrgent(true, call)).then(() => served.push('emergency')),
    );
    await pass(120_000);
    await Promise.all(all);
    expect(served).toEqual(['first', 'emergency', 'routine']);
  });
});
