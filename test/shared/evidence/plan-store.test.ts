import { planStore } from '../../../shared/evidence/plan-store';
import { freshStorage } from '../../fresh-storage';
import { aDependent, aPlan } from './plan-examples';

describe('planStore', () => {
  it('takes no slice over from a planning that died before its plan was saved', async () => {
    const blobs = (await freshStorage()).container('plans');
    const dying = planStore({
      ...blobs,
      keep: (name, content) =>
        name.endsWith('plan.json') ? Promise.reject(new Error('killed')) : blobs.keep(name, content),
    });
    await expect(dying.save(aPlan(), [[aDependent('seen')]])).rejects.toThrow('killed');

    const plans = planStore(blobs);
    await plans.save(aPlan(), [[aDependent('seen'), aDependent('made since')]]);
    expect(await plans.slice('plan-1', 0)).toEqual([aDependent('seen'), aDependent('made since')]);
  });
});
