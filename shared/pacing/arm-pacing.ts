import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { retryAfterIn } from '../azure/retry-after';
import { armDraw, type ArmDraw, type ArmLimits } from './arm-draws';
import type { Budget } from './budget';
import { everyLane } from './ledger';

/** Codes by which Azure Resource Manager itself refuses; a provider that is busy names others. From memory, unverified. */
const ownRefusal = /SubscriptionRequestsThrottled|TenantRequestsThrottled|RateLimiting/;

/** Where neither header nor body says for how long. */
const defaultSeconds = 5;

/** Resource Graph tells by hh:mm:ss when its quota is full again. */
const quotaResetIn = (value: string | undefined): number | undefined => {
  const [, hours = '', minutes = '', seconds = ''] = /^(\d+):(\d+):(\d+)/.exec(value ?? '') ?? [];
  return seconds ? Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) : undefined;
};

const numberIn = (value: string | undefined): number | undefined =>
  value && /^\d+$/.test(value.trim()) ? Number(value) : undefined;

const learn = async (budget: Budget, { draw, remaining }: ArmDraw, response: PipelineResponse): Promise<void> => {
  const { headers, status, bodyAsText } = response;
  const left = numberIn(headers.get(remaining));
  if (status === 429) {
    const isOwn = !draw.lane || left === 0 || ownRefusal.test(bodyAsText ?? '');
    const seconds =
      retryAfterIn(headers.get('retry-after')) ?? quotaResetIn(headers.get('x-ms-user-quota-resets-after'));
    const lane = isOwn ? everyLane : draw.lane;
    return budget.learn({ ...draw, lane }, { is: 'throttled', seconds: Math.max(1, seconds ?? defaultSeconds) });
  }
  if (left !== undefined) await budget.learn(draw, { is: 'remaining', tokens: left });
};

/**
 * Has every attempt of a call take its turn first, and tells the budget what the answer says. `busy` makes the error for a call
 * whose turn would come too late.
 */
export const armPacing = (
  budget: Budget,
  limits: ArmLimits,
  busy: (call: { method: string; path: string; seconds: number }) => Error,
): PipelinePolicy => ({
  name: 'rewrapPacing',
  async sendRequest(request, next) {
    const path = new URL(request.url).pathname;
    const armDrawn = armDraw(request.method, path, limits);
    const awayMs = await budget.take([armDrawn.draw]);
    if (awayMs !== undefined) {
      throw busy({ method: request.method, path, seconds: Math.max(1, Math.ceil(awayMs / 1_000)) });
    }
    const response = await next(request);
    await learn(budget, armDrawn, response);
    return response;
  },
});
