import { moveDependent } from '../../orchestrations/steps/move-dependent';
import { backUpKey } from '../../orchestrations/steps/back-up-key';
import { concludeRotation } from '../../orchestrations/steps/conclude-rotation';
import { createVersion } from '../../orchestrations/steps/create-version';
import { findEmergency } from '../../orchestrations/steps/find-emergency';
import { foldRequests } from '../../orchestrations/steps/fold-requests';
import { openRotation } from '../../orchestrations/steps/open-rotation';
import { planRotation } from '../../orchestrations/steps/plan-rotation';
import { proveVersion } from '../../orchestrations/steps/prove-version';
import { rotateKey } from '../../orchestrations/rotate-key';
import { ledger, versionId } from '../examples';
import { given, play } from '../play';

const canary = { name: 'canary' as const, slices: [{ number: 0, size: 1 }], dependents: 1 };
const fleet = { name: 'pinned' as const, slices: [{ number: 1, size: 3 }], dependents: 3 };
const there = { state: 'settled' as const, proven: true };
const stuck = { state: 'failed' as const, proven: false };

/** Endings that the story asked to be concluded with. */
const endings: string[] = [];
const allGoesWell = [
  given(openRotation, () => ({ rotationId: 'rotation-1' })),
  given(foldRequests, () => ({ emergency: false })),
  given(planRotation, () => ({ planId: 'plan-1', waves: [canary, fleet] })),
  given(createVersion, () => ({ to: versionId('b') })),
  given(proveVersion, () => ({})),
  given(backUpKey, () => ({})),
  given(findEmergency, () => ({ found: false })),
  given(moveDependent, () => ({ ok: there })),
  given(concludeRotation, ({ ending }) => {
    endings.push(ending);
    return { state: ending };
  }),
];
const rotate = (special: Parameters<typeof play>[2] = [], how = {}) =>
  play(rotateKey, { key: ledger, repair: false }, [...allGoesWell, ...special], how);

describe('rotateKey', () => {
  beforeEach(() => void endings.splice(0));

  it('R21b: goes from plan to conclusion without asking anybody, and looks at the request table again', () => {
    const { taken, restarts } = rotate();
    expect(taken.join(' ')).toBe(
      'openRotation foldRequests planRotation createVersion proveVersion backUpKey ' +
        'findEmergency moveDependent findEmergency moveDependent moveDependent moveDependent concludeRotation',
    );
    expect(endings).toEqual(['moved']);
    expect(restarts).toEqual([{ key: ledger }]);
  });

  it('comes again to plan when it is told that too many search at once', () => {
    const plan = { planId: 'plan-1', waves: [canary] };
    const answers = [{ planId: 'none', waves: [], comeBackAt: '1970-01-01T00:00:03.000Z' }, plan];
    const { taken, now } = rotate([given(planRotation, () => answers.shift() ?? plan)]);
    expect(taken.slice(0, 5)).toEqual([
      'openRotation',
      'foldRequests',
      'planRotation',
      'planRotation',
      'createVersion',
    ]);
    expect(now.toISOString()).toBe('1970-01-01T00:00:03.000Z');
  });

  it('ends when nothing is to be done', () => {
    expect(rotate([given(openRotation, () => ({}))])).toMatchObject({
      taken: ['openRotation'],
      restarts: [],
      result: {},
    });
  });

  it('looks again when a request was written while it was ending', () => {
    expect(rotate([given(openRotation, () => ({}))], { events: [true] }).restarts).toEqual([
      { key: ledger, repair: true },
    ]);
  });

  it('stops after a canary that cannot be proven', () => {
    const { taken } = rotate([given(moveDependent, () => ({ ok: stuck }))]);
    expect(new Set(taken.filter((name) => name === 'moveDependent').map(() => 'canary'))).toEqual(new Set(['canary']));
    expect(taken.filter((name) => name === 'findEmergency')).toHaveLength(1);
    expect(endings).toEqual(['moved']);
  });

  it('has no more slices under way than the plan allows, and stops between them, too', () => {
    const slices = [1, 2, 3].map((number) => ({ number, size: 1 }));
    const paced = [given(planRotation, () => ({ planId: 'p', waves: [{ ...fleet, slices, slicesAtOnce: 2 }] }))];
    expect(rotate(paced).taken.filter((name) => /findEmergency|moveDependent/.test(name))).toEqual([
      'findEmergency',
      'moveDependent',
      'moveDependent',
      'findEmergency',
      'moveDependent',
    ]);
    const { taken } = rotate([...paced, given(moveDependent, ({ slice }) => ({ ok: slice === 2 ? stuck : there }))]);
    expect(taken.filter((name) => name === 'findEmergency')).toHaveLength(1);
  });

  it('R22: goes on past a failing canary in an emergency', () => {
    const { taken } = rotate([
      given(foldRequests, () => ({ emergency: true })),
      given(moveDependent, ({ slice }) => ({ ok: slice === 0 ? stuck : there })),
    ]);
    expect(taken.filter((name) => name === 'findEmergency')).toHaveLength(2);
  });

  it.each([
    [
      'the plan is blocked',
      given(planRotation, () => ({ planId: 'p', waves: [], blocked: 'imported' })),
      'createVersion',
    ],
    ['the vault refuses the version', given(createVersion, () => ({ refused: 'no right' })), 'proveVersion'],
    ['the version cannot be proven', given(proveVersion, () => ({ refused: 'no right' })), 'backUpKey'],
    ['R14b: the key cannot be backed up', given(backUpKey, () => ({ failed: 'no right' })), 'moveDependent'],
  ])('parks when %s', (_, line, neverTaken) => {
    const { taken } = rotate([line]);
    expect(endings).toEqual(['parked']);
    expect(taken).not.toContain(neverTaken);
  });

  it('does not let a failed backup stop an emergency', () => {
    rotate([given(foldRequests, () => ({ emergency: true })), given(backUpKey, () => ({ failed: 'no right' }))]);
    expect(endings).toEqual(['moved']);
  });

  it('closes the record when a step keeps failing', () => {
    const { restarts } = rotate([
      given(proveVersion, () => {
        throw new Error('the vault is down');
      }),
    ]);
    expect(endings).toEqual(['failed']);
    expect(restarts).toHaveLength(1);
  });

  it('stops for an emergency that came after the version was made', () => {
    const { taken } = rotate([given(findEmergency, () => ({ found: true }))]);
    expect(endings).toEqual(['superseded']);
    expect(taken).not.toContain('moveDependent');
  });

  it('rests before a wave while it is paused, and not within one', () => {
    let looks = 0;
    const { taken, now } = rotate([
      given(findEmergency, () => ({ found: false, ...(looks++ === 1 && { pausedUntil: '1970-01-02T00:00:00.000Z' }) })),
    ]);
    expect(now.toISOString()).toBe('1970-01-02T00:00:00.000Z');
    expect(taken.filter((name) => name === 'moveDependent')).toHaveLength(4);
    expect(endings).toEqual(['moved']);
  });

  it('stops before a wave when it is to be taken back', () => {
    let looks = 0;
    const { taken } = rotate([given(findEmergency, () => ({ found: false, undo: looks++ === 1 }))]);
    expect(taken.filter((name) => name === 'moveDependent')).toHaveLength(1);
    expect(endings).toEqual(['taken-back']);
  });

  it('waits for the window, plans again, and only then makes a version', () => {
    const opening = '1970-01-02T00:00:00.000Z';
    const { taken, now } = rotate([given(planRotation, () => ({ planId: 'p', waves: [], notBefore: opening }))]);
    expect(now.toISOString()).toBe(opening);
    expect(taken.filter((name) => name === 'planRotation')).toHaveLength(2);
  });

  it('leaves the window aside when an emergency wakes it', () => {
    let asked = 0;
    const { now } = rotate(
      [
        given(foldRequests, () => ({ emergency: asked++ > 0 })),
        given(planRotation, () => ({ planId: 'p', waves: [], notBefore: '1970-01-02T00:00:00.000Z' })),
      ],
      { events: [true] },
    );
    expect(now.getTime()).toBe(0);
    expect(endings).toEqual(['moved']);
  });

  it('looks again at a dependent that is under way, at the time it names', () => {
    let looks = 0;
    const inAnHour = new Date(3_600_000).toISOString();
    const { now } = rotate([
      given(planRotation, () => ({ planId: 'p', waves: [canary] })),
      given(moveDependent, () => ({
        ok: looks++ === 0 ? { state: 'pending' as const, proven: false, checkAgainAt: inAnHour } : there,
      })),
    ]);
    expect(now.toISOString()).toBe(inAnHour);
    expect(looks).toBe(2);
  });
});
