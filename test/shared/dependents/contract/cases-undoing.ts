import { key, v1, v2 } from '../arm-estate';
import type { ContractCase } from './contract-case';
import { namesNoVersion, writesNothing } from './excuses';
import { backToFormer, dependentOf } from './journeys';

/** Taking a move back. */
export const undoing: readonly ContractCase[] = [
  {
    name: 'undo: is brought back to the former version, or stays and works, and a person is told',
    async run(subject) {
      const { stage, dependent, go, written } = await backToFormer.begin(subject);
      const stays = subject.staysForward ?? subject.mode !== 'pinned';
      const move = await go();
      expect(move).toMatchObject({ dependent: subject.id, type: subject.type, ...backToFormer.endOf(subject) });
      expect(stage.health()).toBe('ok');
      if (!backToFormer.writes(subject)) expect(written()).toEqual([]);
      if (subject.mode === 'by-hand') return;
      const version = stays ? v2 : v1;
      expect(await stage.only()).toMatchObject({ mode: subject.mode, ...(!subject.silent && { version }) });
      const later = subject.silent || subject.laterAssumed ? 'assumed' : 'read-back';
      expect(await stage.dependents.observe(dependent, { key, to: version })).toMatchObject({ proof: later });
    },
  },
  {
    name: 'undo: writes nothing to one that is back already',
    excuseOf: (subject) => (backToFormer.writes(subject) ? undefined : writesNothing(backToFormer)),
    async run(subject) {
      const stage = subject.stage();
      const dependent = await dependentOf(subject);
      expect(await stage.driveBack(dependent)).toMatchObject({ state: 'settled', proof: 'read-back', to: v1 });
      expect(stage.writes()).toEqual([]);
    },
  },
  {
    name: 'undo: one that stands on neither version is left alone',
    excuseOf(subject) {
      if (!backToFormer.writes(subject)) return writesNothing(backToFormer);
      return subject.silent && namesNoVersion;
    },
    async run(subject) {
      const { stage, dependent, written } = await backToFormer.begin(subject);
      const move = await stage.dependents.undo(dependent, { key, from: 'e'.repeat(32), to: v1 });
      expect(move).toMatchObject({ state: 'failed', because: expect.stringContaining('left as it is') });
      expect(written()).toEqual([]);
    },
  },
];
