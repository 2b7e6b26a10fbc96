import * as z from 'zod';
import { ArmBusy } from '../../../shared/azure/arm-errors';
import { armDraw } from '../../../shared/pacing/arm-draws';
import type { Budget, Draw, News } from '../../../shared/pacing/budget';
import { type Answer, answeringArm } from '../azure/answering-arm';

const id = '/subscriptions/S/resourceGroups/g/providers/Microsoft.Sql/servers/books';
const Anything = z.unknown();

/** Answers in turn, the last one for ever; and a budget that notes what it is asked and told. */
const aPacedArm = (answers: readonly Answer[], awayMs?: number) => {
  const taken: Draw[] = [];
  const learned: (News & { lane: string | undefined })[] = [];
  const budget: Budget = {
    take: (draws) => {
      taken.push(...draws);
      return Promise.resolve(awayMs);
    },
    learn: ({ lane }, news) => {
      learned.push({ ...news, lane });
      return Promise.resolve();
    },
    look: () => Promise.resolve([]),
  };
  const withBodies = answers.map((answer) => ({ body: {}, ...answer }));
  const { arm, sent } = answeringArm(withBodies, { budget, principal: 'p' });
  return { arm, taken, learned, sent: () => sent.length };
};

describe('a call to Azure Resource Manager', () => {
  it.each([
    ['GET', id, 'arm/s/p/reads', 'microsoft.sql', 'x-ms-ratelimit-remaining-subscription-reads'],
    ['PATCH', id, 'arm/s/p/writes', 'microsoft.sql', 'x-ms-ratelimit-remaining-subscription-writes'],
    ['PUT', `${id}/keys/k`, 'arm/s/p/writes', 'microsoft.sql', 'x-ms-ratelimit-remaining-subscription-writes'],
    ['DELETE', id, 'arm/s/p/deletes', 'microsoft.sql', 'x-ms-ratelimit-remaining-subscription-deletes'],
    ['GET', '/subscriptions/S', 'arm/s/p/reads', 'resources', 'x-ms-ratelimit-remaining-subscription-reads'],
    ['GET', '/providers/Microsoft.X/y', 'arm/tenant/p/reads', 'microsoft.x', 'x-ms-ratelimit-remaining-tenant-reads'],
    ['POST', '/providers/Microsoft.ResourceGraph/resources', 'graph/p', undefined, 'x-ms-user-quota-remaining'],
  ])('%s %s draws from %s', (method, path, ...expected) => {
    const { draw, remaining } = armDraw(method, path, { principal: 'p' });
    expect([draw.bucket.name, draw.lane, remaining]).toEqual(expected);
  });

  it('takes its turn at every attempt', async () => {
    const { arm, taken, sent } = aPacedArm([{ status: 429, headers: { 'retry-after': '0' } }, {}]);
    await arm.get(id, '1', Anything);
    expect([sent(), taken.length]).toEqual([2, 2]);
  });

  it('is not sent when its turn would come too late, and says when to come back', async () => {
    const { arm, sent } = aPacedArm([{}], 41_500);
    const error = await arm.patch(id, '1', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ArmBusy);
    expect(error).toMatchObject({ retryAfterSeconds: 42, scope: id });
    expect(sent()).toBe(0);
  });

  it('tells what Azure says is left', async () => {
    const { arm, learned } = aPacedArm([{ headers: { 'x-ms-ratelimit-remaining-subscription-reads': '17' } }]);
    await arm.get(id, '1', Anything);
    expect(learned).toEqual([{ is: 'remaining', tokens: 17, lane: 'microsoft.sql' }]);
  });

  it.each([
    ["Azure's own", { error: { code: 'SubscriptionRequestsThrottled' } }, {}, '*'],
    ["Azure's own by its header", {}, { 'x-ms-ratelimit-remaining-subscription-reads': '0' }, '*'],
    ["a provider's", { error: { code: 'TooManyRequests' } }, {}, 'microsoft.sql'],
  ])('closes for a refusal that is %s no more than needs be', async (_, body, headers, lane) => {
    const { arm, learned } = aPacedArm([{ status: 429, body, headers: { 'retry-after': '300', ...headers } }]);
    await expect(arm.get(id, '1', Anything)).rejects.toBeInstanceOf(ArmBusy);
    expect(learned).toEqual([{ is: 'throttled', seconds: 300, lane }]);
  });

  it("waits for the reset of Resource Graph's quota", async () => {
    const headers = { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:04' };
    const { arm, learned } = aPacedArm([{ status: 429, headers }, { body: { data: [] } }]);
    await arm.resourceGraph('resources', ['s'], Anything);
    expect(learned[0]).toMatchObject({ is: 'throttled', seconds: 4 });
  });
});
