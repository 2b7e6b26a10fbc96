import * as z from 'zod';
import { keyId, KeyUrl } from '../../../shared/keys/key-url';
import type { RotationRecord } from '../../../shared/rotations/record';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aDependent, aVersion, facts, versionId } from '../../examples';
import { foreign, ledger } from '../a-site';
import { anApi } from './an-api';

const Started = z.object({ rotations: z.array(z.object({ id: z.string(), statusUrl: z.string() })) });
const InFull = z.object({
  dependents: z.array(z.object({ dependent: z.string(), advice: z.object({ bicep: z.string() }).optional() })),
});
const read = { roles: ['Rewrap.Read'] };
const body = { key: ledger, reason: 'quarterly exercise' };
const pathOf = (url = '') => `GET ${new URL(url).pathname}` as const;

const aRecord = (id: string, change: Partial<RotationRecord> = {}): RotationRecord => ({
  id,
  key: ledger,
  cause: 'manual',
  mode: 'rotate',
  reason: 'exercise',
  requestedBy: 'Alice',
  state: 'running',
  startedAt: '2026-06-01T12:00:01Z',
  from: '0'.repeat(32),
  retires: [],
  ...change,
});

const started = async () => {
  const api = await anApi();
  const answer = await api.call('POST /api/rotations', { roles: ['Rewrap.Operate'], body });
  return { ...api, answer, start: Started.parse(answer.body).rotations[0] };
};

describe('POST /api/rotations', () => {
  it('asks for a rotation and says where to look', async () => {
    const { answer, start, world } = await started();
    expect(answer).toMatchObject({ status: 202, headers: { location: start?.statusUrl }, keepsItsSchema: true });
    expect(await world.requests.open(ledger)).toMatchObject([{ id: start?.id, cause: 'manual', reason: body.reason }]);
  });

  it('takes each call for a wish of its own', async () => {
    const { call, world } = await started();
    await call('POST /api/rotations', { roles: ['Rewrap.Operate'], body });
    expect(await world.requests.open(ledger)).toHaveLength(2);
  });

  it('refuses a foreign vault by name', async () => {
    const { call } = await anApi();
    expect(
      await call('POST /api/rotations', { roles: ['Rewrap.Operate'], body: { ...body, key: foreign } }),
    ).toMatchObject({
      status: 422,
      body: {
        type: 'urn:rewrap:problem:out-of-scope',
        title: 'Out of scope',
        status: 422,
        code: 'out-of-scope',
        detail: expect.stringContaining(foreign),
        nextStep: expect.stringContaining('scope.vaults'),
        refused: [{ key: foreign }],
      },
    });
  });

  it('answers a dry run with the plan', async () => {
    const { call, world } = await anApi();
    const answer = await call('POST /api/rotations', { roles: ['Rewrap.Operate'], body: { ...body, dryRun: true } });
    expect(answer).toMatchObject({
      status: 200,
      body: { plans: [{ key: ledger, cause: 'manual' }] },
      keepsItsSchema: true,
    });
    expect(await world.requests.unservedKeys()).toEqual([]);
  });

  it('says in a dry run which rights the vault refuses', async () => {
    const { call, world } = await anApi();
    const refused = { code: 'right-missing', message: 'The identity for "backUp" may not', nextStep: 'Grant it' };
    world.doctor.refused.push({ ...refused, check: 'vault-rights', subject: ledger, severity: 'critical' });
    const answer = await call('POST /api/rotations', { roles: ['Rewrap.Operate'], body: { ...body, dryRun: true } });
    expect(answer).toMatchObject({ body: { plans: [{ warnings: [refused] }] }, keepsItsSchema: true });
  });
});

describe('GET /api/rotations/{id}', () => {
  it('answers the request as planned until a rotation serves it', async () => {
    const { call, start } = await started();
    expect(await call(pathOf(start?.statusUrl), read)).toMatchObject({
      status: 200,
      body: { id: start?.id, key: ledger, state: 'planned' },
      keepsItsSchema: true,
    });
  });

  it('answers the rotation that serves the request, whole', async () => {
    const { call, start, world } = await started();
    const id = `${keyId(ledger)}-0001`;
    await world.records.open(aRecord(id));
    await world.requests.take(await world.requests.open(ledger), id);
    await world.records.noteStep(id, { name: 'create-version', at: '2026-06-01T12:00:02Z', outcome: 'made' });
    const answer = await call(pathOf(start?.statusUrl), read);
    expect(answer).toMatchObject({
      status: 200,
      body: { id, requestId: start?.id, state: 'running', steps: [{ name: 'create-version' }], dependents: [] },
      keepsItsSchema: true,
    });
    expect((await call(`GET /api/rotations/${id}`, read)).body).toMatchObject({ id, state: 'running' });
  });

  /** Of a rotation whose one pinned dependent and one follower have moved. */
  const advised = async (toKey?: KeyUrl) => {
    const { call, world } = await anApi();
    const id = `${keyId(ledger)}-0001`;
    const [pinned, follower] = [aDependent('pinned'), aDependent('follower', { mode: 'following' })];
    const discovery = { dependents: [pinned, follower], unknown: [], unreadable: [] };
    const planned = { id: 'plan', cause: 'manual', facts: facts(), discovery, from: aVersion('a') } as const;
    const { plan, slices } = planRotation({ ...planned, weaknesses: [], toKey });
    await world.plans.save(plan, slices);
    await world.records.open(aRecord(id, { planId: 'plan' }));
    const at = '2026-06-01T12:00:02Z';
    const moved = { to: versionId('b'), proof: 'read-back', state: 'settled', startedAt: at, at } as const;
    for (const { id: dependent, type } of [pinned, follower])
      await world.records.noteMove(id, { dependent, type, ...moved, ...(toKey && { toKey }) });
    const answer = await call(`GET /api/rotations/${id}`, read);
    expect(answer.keepsItsSchema).toBe(true);
    const { dependents } = InFull.parse(answer.body);
    return [pinned, follower].map((each) => dependents.find(({ dependent }) => dependent === each.id)?.advice?.bicep);
  };

  it('says with the move of a pinned dependent what its infrastructure code needs, and of a follower nothing', async () => {
    const [pinned, follower] = await advised();
    expect(pinned).toContain(`keyversion: '${versionId('b')}'`);
    expect(follower).toBeUndefined();
  });

  it('says what the code of each needs where another key takes the place of this one', async () => {
    const [pinned, follower] = await advised(KeyUrl.parse('https://standby.vault.azure.net/keys/ledger'));
    expect(pinned).toContain(`keyversion: '${versionId('b')}'`);
    expect(follower).toContain("keyvaulturi: 'https://standby.vault.azure.net'");
    expect(follower).not.toContain('keyversion');
  });

  it('says why a request needed no rotation', async () => {
    const { call, start, world } = await started();
    await world.requests.close(await world.requests.open(ledger), 'rotated since it was asked for');
    expect((await call(pathOf(start?.statusUrl), read)).body).toMatchObject({
      state: 'closed',
      because: 'rotated since it was asked for',
    });
  });

  it.each(['unheard-of', `${keyId(ledger)}-unheard-of`])('does not know %s', async (id) => {
    const { call } = await anApi();
    expect(await call(`GET /api/rotations/${id}`, read)).toMatchObject({
      status: 404,
      body: { code: 'rotation-unknown' },
    });
  });

  it('refuses what cannot be an id', async () => {
    const { call } = await anApi();
    expect(await call("GET /api/rotations/a'%20or%20true", read)).toMatchObject({ status: 400 });
  });
});

describe('GET /api/rotations', () => {
  it('lists the newest first and leads to the next page', async () => {
    const { call, world } = await anApi();
    for (let day = 0; day < 101; day += 1) {
      const startedAt = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
      await world.records.open(aRecord(`${keyId(ledger)}-${day}`, { startedAt }));
    }
    const Page = z.object({ rotations: z.array(z.object({ id: z.string() })), nextLink: z.string().optional() });
    const answer = await call('GET /api/rotations', read);
    const first = Page.parse(answer.body);
    expect(answer.keepsItsSchema).toBe(true);
    expect(first.rotations.map(({ id }) => id)).toContain(`${keyId(ledger)}-100`);
    const { pathname, search } = new URL(first.nextLink ?? '');
    const second = Page.parse((await call(`GET ${pathname}${search}`, read)).body);
    expect(second).toEqual({ rotations: [expect.objectContaining({ id: `${keyId(ledger)}-0` })] });
  });

  it('lists an incident whole: what is under way and what is still to begin', async () => {
    const { call, world } = await anApi();
    const incidentId = 'INC 1/2';
    await call('POST /api/emergency-rotations', {
      roles: ['Rewrap.Emergency'],
      body: { keys: [ledger], reason: 'leak', incidentId },
    });
    const path = `GET /api/rotations?incidentId=${encodeURIComponent(incidentId)}` as const;
    expect((await call(path, read)).body).toMatchObject({ rotations: [{ key: ledger, state: 'planned' }] });

    // Folded into a rotation that was begun for another reason.
    await world.records.open(aRecord('running-one', { cause: 'schedule' }));
    await world.requests.take(await world.requests.open(ledger), 'running-one');
    const answer = await call(path, read);
    expect(answer).toMatchObject({
      body: { rotations: [{ id: 'running-one', state: 'running' }] },
      keepsItsSchema: true,
    });
  });

  it('refuses a filter that it does not know', async () => {
    const { call } = await anApi();
    expect(await call('GET /api/rotations?incident=1', read)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('"incident"') },
    });
  });
});
