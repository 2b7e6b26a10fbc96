import * as z from 'zod';
import { messageOf } from '../../../shared/errors';
import {
  ArmBusy,
  ArmConflict,
  ArmNotFound,
  ArmRefused,
  ArmRejected,
  ArmTrouble,
  rightFor,
} from '../../../shared/azure/arm-errors';
import { type Answer, answeringArm, endpoint } from './answering-arm';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/books';
const Named = z.object({ name: z.string() });

const anArm = (...answers: [Answer, ...Answer[]]) => answeringArm(answers);

const fault = (status: number, code: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { error: { code, message: 'As ARM puts it.' } },
});

describe('asking', () => {
  it('sends the token, the version and a time limit', async () => {
    const { arm, sent } = anArm({ body: { name: 'books' } });
    expect(await arm.get(id, '2023-08-01', Named)).toEqual({ name: 'books' });
    expect(sent[0]?.url).toBe(`${endpoint}${id}?api-version=2023-08-01`);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(sent[0]?.timeout).toBe(30_000);
  });

  it('reads again when the connection breaks', async () => {
    const { arm, sent } = anArm({ breaks: 'ECONNRESET' }, { body: { name: 'books' } });
    expect(await arm.get(id, '2023-08-01', Named)).toEqual({ name: 'books' });
    expect(sent).toHaveLength(2);
  });

  it('queries again when the connection breaks', async () => {
    const { arm } = anArm({ breaks: 'EPIPE' }, { body: { data: [{ name: 'books' }] } });
    expect(await arm.resourceGraph('resources', ['s'], Named)).toEqual([{ name: 'books' }]);
  });

  it('writes only once, because nobody knows whether a broken connection let the write through', async () => {
    const { arm, sent } = anArm({ breaks: 'ECONNRESET' });
    await expect(arm.patch(id, '2023-08-01', {})).rejects.toThrow('ECONNRESET');
    expect(sent).toHaveLength(1);
  });

  it('takes no answer that does not fit', async () => {
    const { arm } = anArm({ body: { name: 7 } });
    await expect(arm.get(id, '1', Named)).rejects.toThrow(z.ZodError);
  });

  it('reads a list to its end', async () => {
    const { arm, sent } = anArm(
      { body: { value: [{ name: 'a' }], nextLink: `${endpoint}/more?x=1` } },
      { body: { value: [{ name: 'b' }] } },
    );
    expect(await arm.list(`${id}/keys`, '1', Named)).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(sent[1]?.url).toBe(`${endpoint}/more?x=1`);
  });

  it.each([
    ['a next page', (arm: ReturnType<typeof anArm>['arm']) => arm.list(id, '1', Named)],
    [
      'an operation',
      (arm: ReturnType<typeof anArm>['arm']) =>
        arm.poll('https://evil.example/operation').then(() => arm.list(id, '1', Named)),
    ],
  ])('never carries its token to another host for %s', async (_, call) => {
    const { arm, sent } = anArm({ body: { value: [], nextLink: 'https://evil.example/more' } });
    await expect(call(arm)).rejects.toThrow('evil.example');
    expect(sent.every(({ url }) => url.startsWith(endpoint))).toBe(true);
  });

  it('asks Resource Graph page after page', async () => {
    const { arm, sent } = anArm(
      { body: { data: [{ name: 'a' }], $skipToken: 't', resultTruncated: 'true' } },
      { body: { data: [{ name: 'b' }] } },
    );
    expect(await arm.resourceGraph('resources', ['s'], Named)).toEqual([{ name: 'a' }, { name: 'b' }]);
    const bodies = sent.map(({ body }) => JSON.parse(typeof body === 'string' ? body : ''));
    expect(bodies[0]).toMatchObject({
      query: 'resources',
      subscriptions: ['s'],
      options: { resultFormat: 'objectArray' },
    });
    expect(bodies[0].options.$skipToken).toBeUndefined();
    expect(bodies[1].options.$skipToken).toBe('t');
  });

  it('does not take rows that were cut short for all rows', async () => {
    const { arm } = anArm({ body: { data: [], resultTruncated: 'true' } });
    await expect(arm.resourceGraph('resources', ['s'], Named)).rejects.toThrow('ResultTruncated');
  });
});

describe('writing', () => {
  it.each([
    [
      'Azure-AsyncOperation before Location',
      202,
      { 'azure-asyncoperation': `${endpoint}/a`, location: `${endpoint}/b` },
      `${endpoint}/a`,
    ],
    ['Location of a 202', 202, { location: `${endpoint}/b` }, `${endpoint}/b`],
    ['Azure-AsyncOperation of a 201', 201, { 'azure-asyncoperation': `${endpoint}/a` }, `${endpoint}/a`],
    ['nothing: Location of a 201 is the resource', 201, { location: `${endpoint}/b` }, undefined],
    ['nothing of a 200', 200, {}, undefined],
  ])('names as the operation %s', async (_, status, headers, operation) => {
    const { arm, sent } = anArm({ status, headers, body: {} });
    expect((await arm.put(id, '1', { tags: {} })).operation).toBe(operation);
    expect(sent[0]).toMatchObject({ method: 'PUT', body: '{"tags":{}}' });
  });

  it('says how long to wait before the operation is asked', async () => {
    const { arm } = anArm({ status: 202, headers: { location: `${endpoint}/b`, 'retry-after': '7' } });
    expect(await arm.patch(id, '1', {})).toEqual({ operation: `${endpoint}/b`, retryAfterSeconds: 7 });
  });
});

describe('asking for an operation', () => {
  it.each<[string, Answer, string]>([
    ['status InProgress', { body: { status: 'InProgress' } }, 'running'],
    ['status Succeeded', { body: { status: 'Succeeded' } }, 'succeeded'],
    ['status Failed', { body: { status: 'Failed', error: { message: 'No way in.' } } }, 'failed'],
    ['status Canceled', { body: { status: 'Canceled' } }, 'failed'],
    ['202 without a status', { status: 202 }, 'running'],
    ['200 without a status', { body: { properties: {} } }, 'succeeded'],
    ['a fault of its own', fault(400, 'AzureKeyVaultKeyDisabled'), 'failed'],
    ['404', fault(404, 'NotFound'), 'unknown'],
    ['403', fault(403, 'AuthorizationFailed'), 'unknown'],
  ])('reads %s', async (_, answer, state) => {
    expect(await anArm(answer).arm.poll(`${endpoint}/o`)).toMatchObject({ state });
  });
});

describe('refusals', () => {
  it.each([
    [401, 'ExpiredToken', ArmRefused],
    [403, 'AuthorizationFailed', ArmRefused],
    [404, 'ResourceNotFound', ArmNotFound],
    [409, 'Conflict', ArmConflict],
    [412, 'PreconditionFailed', ArmConflict],
    [400, 'AzureKeyVaultMissingPermissions', ArmRejected],
    [500, 'InternalServerError', ArmTrouble],
  ])('tells %i from others', async (status, code, kind) => {
    const { arm } = anArm(fault(status, code));
    const error = await arm.get(id, '1', Named).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ armCode: code, scope: id });
  });

  it('names the right, the scope and the next step, and never the token', async () => {
    const { arm } = anArm(fault(403, 'AuthorizationFailed'));
    const error = await arm.put(`${id}/keys/k`, '1', {}).catch((thrown: unknown) => thrown);
    expect(messageOf(error)).toMatch(/Microsoft\.Sql\/servers\/keys\/write on .*\/keys\/k, .* Grant Rewrap's identity/);
    expect(JSON.stringify(error) + messageOf(error)).not.toContain('secret');
  });

  it('knows a lock, which no waiting cures', async () => {
    const { arm } = anArm(fault(409, 'ScopeLocked'));
    await expect(arm.put(id, '1', {})).rejects.toMatchObject({ locked: true });
  });

  it.each([
    ['GET', id, 'Microsoft.Sql/servers/read'],
    ['GET', `${id}/keys`, 'Microsoft.Sql/servers/keys/read'],
    ['PUT', `${id}/encryptionProtector/current`, 'Microsoft.Sql/servers/encryptionProtector/write'],
    ['GET', '/subscriptions/s', 'Microsoft.Resources/subscriptions/read'],
    ['POST', '/providers/Microsoft.ResourceGraph/resources', 'Microsoft.ResourceGraph/resources/read'],
  ])('%s %s needs %s', (method, path, right) => {
    expect(rightFor(method, path)).toBe(right);
  });
});

describe('throttling', () => {
  it('waits itself where the wait is short', async () => {
    const { arm, sent } = anArm(fault(429, 'TooManyRequests', { 'retry-after': '0' }), { body: { name: 'books' } });
    expect(await arm.get(id, '1', Named)).toEqual({ name: 'books' });
    expect(sent).toHaveLength(2);
  });

  it('leaves long waits to the caller', async () => {
    const { arm, sent } = anArm(fault(429, 'TooManyRequests', { 'retry-after': '300' }));
    const error = await arm.get(id, '1', Named).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ArmBusy);
    expect(error).toMatchObject({ retryAfterSeconds: 300 });
    expect(sent).toHaveLength(1);
  });
});
