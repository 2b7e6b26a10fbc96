import { armTypes } from '../../../../shared/dependents';
import { codedTypes } from '../../../../shared/dependents/coded-dependents';
import { searchTypes } from '../../../../shared/dependents/search/search-dependents';
import { key, v2 } from '../arm-estate';
import type { ContractCase } from './contract-case';
import { movesByWritesOnly, namesNoVersion, writesNothing } from './excuses';
import { toNewVersion } from './journeys';
import type { Subject } from './subject';

/** What the documentation says that a type needs. */
export const rightsOf = ({ type, granted = [] }: Subject): readonly string[] => [
  ...[...armTypes, ...codedTypes, ...searchTypes].filter((each) => each.type === type).flatMap(({ rights }) => rights),
  ...granted,
];

/** Readers of the subscription, and of search services, of which all kinds of objects are listed. */
export const forEverybody = /^Microsoft\.(Resource(s|Graph)|KeyVault)\/|^Microsoft\.Search\/.*\/read$/i;

/** Moving it to the new version. */
export const moving: readonly ContractCase[] = [
  {
    name: 'R21a: point: is moved by its writes and no others, keeps its kind, and is proven as far as it can be',
    async run(subject) {
      const { stage, dependent, go, written } = await toNewVersion.begin(subject);
      const began = stage.now().getTime();
      const move = await go();
      expect(move).toMatchObject({ dependent: subject.id, type: subject.type, ...toNewVersion.endOf(subject) });
      expect(written()).toEqual(subject.writes);
      expect(stage.health()).toBe('ok');
      if (subject.mode === 'by-hand') expect(move.because).toContain(`${key}/${v2}`);
      if (subject.mode === 'by-hand') return;
      const took = (stage.now().getTime() - began) / 1_000;
      expect(took).toBeLessThanOrEqual(subject.lagSeconds ?? 3_600);
      expect(await stage.only()).toMatchObject({ mode: subject.mode, ...(!subject.silent && { version: v2 }) });
      const later = subject.laterAssumed ? 'assumed' : move.proof;
      expect(await stage.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: later });
    },
  },
  {
    name: 'point: is not done again when it is done',
    async run(subject) {
      const { stage, dependent, go, written } = await toNewVersion.begin(subject);
      const earlier = await go();
      expect(await stage.step(dependent, { earlier })).toMatchObject(toNewVersion.endOf(subject));
      if (!subject.silent) await stage.step(dependent);
      expect(written()).toEqual(subject.writes);
    },
  },
  {
    name: 'rights: is moved with those that its type lists, and no others',
    async run(subject) {
      const { stage, go } = await toNewVersion.begin(subject);
      const rights = rightsOf(subject);
      const lacking = new Set<string>();
      stage.rights.may = (action) => {
        const may = forEverybody.test(action) || rights.includes(action);
        if (!may) lacking.add(action);
        return may;
      };
      expect(await go()).toMatchObject(toNewVersion.endOf(subject));
      expect([...lacking]).toEqual([]);
    },
  },
  {
    name: 'emergency: moves at once where it can be made to, and is as before afterwards',
    async run(subject) {
      const { stage, dependent, written } = await toNewVersion.begin(subject);
      expect(await stage.drive(dependent, { nudge: true })).toMatchObject(toNewVersion.endOf(subject));
      expect(written()).toEqual(subject.nudges);
      expect(await stage.only()).toMatchObject({ mode: subject.mode });
    },
  },
  {
    name: 'patience: a follower is looked at within an hour, and not every second',
    excuseOf: ({ mode }) => (mode === 'following' ? undefined : movesByWritesOnly),
    async run(subject) {
      const { stage, once } = await toNewVersion.begin(subject);
      const { checkAgainAt = '' } = await once();
      const wait = Date.parse(checkAgainAt) - stage.now().getTime();
      expect(wait).toBeGreaterThanOrEqual(60_000);
      expect(wait).toBeLessThanOrEqual(3_600_000);
    },
  },
  {
    name: 'plan: one that is not as it was planned is left alone',
    excuseOf(subject) {
      if (!toNewVersion.writes(subject)) return writesNothing(toNewVersion);
      return subject.silent && namesNoVersion;
    },
    async run(subject) {
      const { stage, dependent } = await toNewVersion.begin(subject);
      const anew = { state: 'failed', because: expect.stringContaining('plan anew') };
      expect(await stage.step({ ...dependent, version: 'f'.repeat(32) })).toMatchObject(anew);
      expect(await stage.step({ ...dependent, mode: 'following' })).toMatchObject(anew);
      expect(stage.writes()).toEqual([]);
    },
  },
];
