import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { retryAfterIn } from '../azure/retry-after';
import { ArmBusy } from '../azure/arm-errors';
import type { Budget, Draw } from './budget';
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

/** What a call takes, and which header tells what is left of it, where one does. */
export interface CallDraw {
  readonly draw: Draw;
  readonly remaining?: string;
}

const learn = async (budget: Budget, { draw, remaining }: CallDraw, response: PipelineResponse): Promise<void> => {
  const { headers, status, bodyAsText } = response;
  const left = remaining === undefined ? undefined : numberIn(headers.get(remaining));
  if (status === 429) {
    const isOwn = !draw.lane || left === 0 || ownRefusal.test(bodyAsText ?? '');
    const seconds =
      retryAfterIn(headers.get('retry-after')) ?? quotaResetIn(headers.get('x-ms-user-quota-resets-after'));
    const lane = isOwn ? everyLane : draw.lane;
    return budget.learn({ ...draw, lane }, { is: 'throttled', seconds: Math.max(1, seconds ?? defaultSeconds) });
  }
  if (left !== undefined) await budget.learn(draw, { is: 'remaining', tokens: left });
};

/** Not even sent: our own budget says that it would be throttled. */
const putOff = (call: { method: string; scope: string; seconds: number; by?: string }): ArmBusy => {
  const { seconds, ...about } = call;
  const detail = 'Its calls take turns, and this one has to wait.';
  return new ArmBusy({ ...about, status: 429, armCode: 'PutOff', detail, retryAfterSeconds: seconds });
};

/**
 * Has every attempt of a call take its turn first, and tells the budget what the answer says. A call whose turn would come too
 * late is not sent: `ArmBusy` says when to come back. `by` names the service, where that is not Azure Resource Manager.
 */
export const callPacing = (
  budget: Budget,
  drawOf: (method: string, url: URL) => CallDraw,
  by?: string,
): PipelinePolicy => ({
  name: 'rewrapPacing',
  async sendRequest(request, next) {
    const url = new URL(request.url);
    const drawn = drawOf(request.method, url);
    const awayMs = await budget.take([drawn.draw]);
    if (awayMs !== undefined) {
      const scope = by ? `${url.host}${url.pathname}` : url.pathname;
      const seconds = Math.max(1, Math.ceil(awayMs / 1_000));
      throw putOff({ method: request.method, scope, seconds, ...(by && { by }) });
    }
    const response = await next(request);
    await learn(budget, drawn, response);
    return response;
  },
});
