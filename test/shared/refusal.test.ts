import { ArmBusy, ArmRefused } from '../../shared/azure/arm-errors';
import { orRefused } from '../../shared/refusal';

const answer = { method: 'GET', scope: '/subscriptions/a', status: 429, armCode: 'Throttled', detail: 'Too many.' };

describe('orRefused', () => {
  it('turns a refusal into a value, so that the engine does not retry it', async () => {
    const refusal = new ArmRefused({ ...answer, status: 403 });
    const result = await orRefused(() => Promise.reject(refusal));
    expect(result).toEqual({ refused: refusal.message });
  });

  it('leaves what may pass to the engine, so that throttling parks no rotation', async () => {
    const busy = new ArmBusy(answer);
    await expect(orRefused(() => Promise.reject(busy))).rejects.toBe(busy);
  });
});
