import { armTypes } from '../../../shared/dependents';
import type { ArmCase } from './arm-case';
import { armCases } from './arm-cases';
import { anArmEstate, key, v1, v2, type ArmEstate } from './arm-estate';

type Pinned = ArmCase & { pinned: NonNullable<ArmCase['pinned']> };
const cases = armCases.filter((each): each is Pinned => each.pinned !== undefined);

/** An estate with the resource pinned to v1, and with v2 there to move to. */
const anEstateWith = ({ pinned }: Pinned, options: Parameters<typeof anArmEstate>[0] = {}): ArmEstate => {
  const estate = anArmEstate(options);
  for (const seed of pinned) estate.emulator.put(seed);
  estate.create(v2);
  return estate;
};

it('covers every type that is moved', () => {
  expect(armCases.map(({ type }) => type).toSorted()).toEqual(armTypes.map(({ type }) => type).toSorted());
});

describe.each(cases)('a pinned resource of type $type', (given) => {
  const { id, type, writes } = given;
  const lastWrite = () =>
    ({ method: writes.at(-1)?.method === 'PUT' ? 'PUT' : 'PATCH', path: writes.at(-1)?.path ?? '' }) as const;

  it('is found, with the version that it uses', async () => {
    const found = await anEstateWith(given).only();
    expect(found).toMatchObject({ id, type, mode: 'pinned', version: v1, canary: false });
  });

  it('R21a: is moved and proven by reading back, by these writes and no others', async () => {
    const estate = anEstateWith(given);
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ dependent: id, type, to: v2, state: 'settled', proof: 'read-back' });
    expect(estate.writes()).toEqual(writes);
    expect(await estate.only()).toMatchObject({ mode: 'pinned', version: v2 });
  });

  it('is not written again when it is there', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    await estate.step(dependent, { earlier: move });
    await estate.step(dependent);
    expect(estate.writes()).toHaveLength(writes.length);
  });

  it('is moved with the rights that its type lists, and no others', async () => {
    const rights = armTypes.find((each) => each.type === type)?.rights ?? [];
    const asked = new Set<string>();
    const estate = anEstateWith(given);
    estate.rights.may = (action) => {
      asked.add(action);
      return /^Microsoft\.Resource(s|Graph)\//i.test(action) || rights.includes(action);
    };
    expect(await estate.drive(await estate.only())).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect([...asked]).toEqual(expect.arrayContaining([...rights]));
  });

  it('fails with the right that is missing, and moves once it is granted', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    estate.rights.may = (action) => !action.endsWith('/write');
    const move = await estate.step(dependent);
    expect(move).toMatchObject({ state: 'failed', proof: 'unproven' });
    expect(move.because).toMatch(/Expected to be allowed Microsoft\.\w+\/\S+\/write on \/subscriptions\//i);
    estate.rights.may = () => true;
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('waits as long as a throttled ARM asks', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    const effect = { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfter: 120 } as const;
    estate.emulator.inject({ ...lastWrite(), effect });
    let move = await estate.step(dependent);
    for (; move.operation; move = await estate.step(dependent, { earlier: move })) estate.pass(60);
    expect(move).toMatchObject({
      state: 'pending',
      checkAgainAt: new Date(estate.now().getTime() + 120_000).toISOString(),
    });
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('waits while something else changes it', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    estate.emulator.inject({
      ...lastWrite(),
      times: 2,
      effect: { kind: 'answer', status: 409, code: 'AnotherOperationInProgress' },
    });
    expect(await estate.drive(dependent)).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('says so when the write fails, if that is told, and writes again', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    const effect = { kind: 'fail', status: 400, code: 'KeyVaultAuthenticationFailure', message: 'No way in.' } as const;
    estate.emulator.inject({ ...lastWrite(), effect });
    const move = await estate.drive(dependent);
    const told = { state: 'failed', proof: 'unproven', because: expect.stringContaining('No way in.') };
    expect(move).toMatchObject(given.untold ? { state: 'settled', proof: 'read-back' } : told);
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('is not taken as moved because a failed change shows; another write ends it', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    estate.emulator.inject({
      ...lastWrite(),
      effect: { kind: 'fail', status: 500, code: 'InternalError', applied: true },
    });
    const first = await estate.drive(dependent).catch(() => undefined);
    const move = await estate.drive(dependent, first ? { earlier: first } : {});
    expect(move).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(estate.emulator.get(id)?.properties['provisioningState']).not.toBe('Failed');
    expect(estate.writes().length).toBeLessThanOrEqual(writes.length + 1);
  });

  it('is not written a second time when the answer to the first was lost', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    estate.emulator.inject({ ...lastWrite(), effect: { kind: 'drop-answer' } });
    const first = await estate.drive(dependent).catch(() => undefined);
    expect(first).toBeUndefined();
    estate.pass(60);
    expect(await estate.drive(dependent)).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(estate.writes()).toHaveLength(writes.length);
  });

  it('is left alone when someone else moved it since it was planned', async () => {
    const estate = anEstateWith(given);
    const dependent = { ...(await estate.only()), version: 'f'.repeat(32) };
    expect(await estate.step(dependent)).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('plan anew'),
    });
    expect(estate.writes()).toEqual([]);
  });

  it('is observed without a write', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'unproven' });
    expect(await estate.dependents.observe(dependent, { key, to: v1 })).toEqual({ proof: 'read-back' });
    expect(estate.writes()).toEqual([]);
  });
});
