import { KeyUrl } from '../../../../shared/keys/key-url';
import { aPolicy, host, key, v1, v2 } from '../arm-estate';
import { gone } from './cases-faults';
import type { ContractCase } from './contract-case';
import { movesByWritesOnly } from './excuses';
import { dependentOf, toNewVersion } from './journeys';

const stranger = KeyUrl.parse(`https://${host}/keys/stranger`);

/** Finding, reading and observing, which change nothing. */
export const standing: readonly ContractCase[] = [
  {
    name: 'find: is found, and nothing beside it',
    async run({ id, type, mode, stage: stageFor }) {
      const stage = stageFor();
      const { dependents, unknown, unreadable } = await stage.dependents.find(key, aPolicy());
      expect(dependents).toMatchObject([{ id, type, mode }]);
      expect([...unknown, ...unreadable]).toEqual([]);
      expect(await stage.dependents.find(stranger, aPolicy())).toMatchObject({ dependents: [], unknown: [] });
    },
  },
  {
    name: 'reference: tells the version in use, or that it tells none',
    async run(subject) {
      const { mode, silent } = subject;
      const { version } = await dependentOf(subject);
      if (mode !== 'by-hand') expect(version).toBe(silent ? undefined : v1);
      else expect([v1, undefined]).toContain(version);
    },
  },
  {
    name: 'observe: does not take it for moved before it is, and writes nothing',
    async run(subject) {
      const { mode, silent, laterAssumed } = subject;
      const stage = subject.stage();
      const dependent = await dependentOf(subject);
      const seen = await stage.dependents.observe(dependent, { key, to: v2 });
      expect(seen.proof).toBe(silent ? 'assumed' : 'unproven');
      expect(stage.writes()).toEqual([]);
      if (mode === 'by-hand') return;
      const there = await stage.dependents.observe(dependent, { key, to: v1 });
      expect(there.proof).toBe(silent || laterAssumed ? 'assumed' : 'read-back');
    },
  },
  {
    name: 'observe: says what is missing where it may not be read',
    async run(subject) {
      const stage = subject.stage();
      const dependent = await dependentOf(subject);
      stage.rights.may = () => false;
      expect(await stage.dependents.observe(dependent, { key, to: v2 })).toEqual({
        proof: 'unproven',
        because: expect.stringContaining('Expected to be allowed'),
      });
    },
  },
  {
    name: 'lag: is late when the documented time is over, as far as that can be seen, and is not written',
    excuseOf: ({ mode }) => (mode === 'following' ? undefined : movesByWritesOnly),
    async run(subject) {
      const { silent } = subject;
      const stage = subject.stage({ late: true });
      const late = { state: 'failed', proof: 'unproven', because: expect.stringContaining(`still on ${v1}`) };
      const unseen = { state: 'settled', proof: 'assumed' };
      expect(await stage.drive(await dependentOf(subject))).toMatchObject(silent ? unseen : late);
      expect(stage.writes()).toEqual([]);
    },
  },
  {
    name: 'deleted since it was planned: needs no move and no undoing, and is only assumed',
    async run(subject) {
      const { stage, dependent, go } = await toNewVersion.begin(subject);
      stage.remove();
      expect(await go()).toMatchObject({ state: 'settled', ...gone });
      if (subject.staysForward !== 'not tried') {
        expect(await stage.driveBack(dependent)).toMatchObject({ state: 'settled', ...gone });
      }
      expect(await stage.dependents.observe(dependent, { key, to: v2 })).toMatchObject(gone);
      expect(stage.writes()).toEqual([]);
    },
  },
];
