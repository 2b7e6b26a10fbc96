import { hostOf, nameOf, type KeyUrl } from '../../../../shared/keys/key-url';
import { aPolicy, host, key, v1, v2 } from '../arm-estate';
import { forEverybody, rightsOf } from './cases-moving';
import type { ContractCase } from './contract-case';
import { writesNothing } from './excuses';
import { otherKeys, refusalOf, turningTo } from './journeys';
import type { Stage } from './stage';

/** What services write themselves, and what repeats the vault, of which sets of disks have a test of their own. */
const theirs = [
  'sourcevault',
  'provisioningstate',
  'lastkeyrotationtimestamp',
  'currentversionedkeyidentifier',
  'etag',
  '@odata.etag',
];

/** What a dependent holds, as if it had never been turned to another key. */
const unturned = (stage: Stage, toKey: KeyUrl): unknown => {
  const turnedBack = JSON.stringify(stage.holds())
    .toLowerCase()
    .replaceAll(hostOf(toKey), host)
    .replaceAll('/vaults/orders', '/vaults/payments')
    .replaceAll(`"${nameOf(toKey)}"`, '"ledger"')
    .replaceAll(`/keys/${nameOf(toKey)}`, '/keys/ledger')
    .replaceAll(v2, v1);
  return JSON.parse(turnedBack, (name, value: unknown) => (theirs.includes(name) ? undefined : value));
};

const caseFor = (where: string, toKey: KeyUrl): ContractCase => {
  const journey = turningTo(toKey);
  return {
    name: `a key ${where}: is turned to it and else as it was; or its type refuses, and a person is told why`,
    async run(subject) {
      const { stage, dependent, go, written } = await journey.begin(subject);
      const before = unturned(stage, toKey);
      const at = { key, to: v2, toKey };
      expect((await stage.dependents.observe(dependent, at)).proof).toBe('unproven');
      const move = await go();
      expect(move).toMatchObject({ dependent: subject.id, ...journey.endOf(subject) });
      expect(unturned(stage, toKey)).toEqual(before);
      expect(stage.health()).toBe('ok');
      if (!journey.writes(subject)) {
        expect(written()).toEqual([]);
        expect(move.because).toContain(refusalOf(subject, toKey) ?? `${toKey}/${v2}`);
        return;
      }
      const found = { id: subject.id, mode: subject.mode, ...(!subject.silent && { version: v2 }) };
      expect(await stage.only(toKey)).toMatchObject(found);
      expect(await stage.dependents.find(key, aPolicy())).toMatchObject({ dependents: [] });
      const later = subject.laterAssumed ? 'assumed' : move.proof;
      expect(await stage.dependents.observe(dependent, at)).toMatchObject({ proof: later });
      const count = written().length;
      await go(move);
      await go();
      expect(written()).toHaveLength(count);
    },
  };
};

/** To a key of another vault, which some must name as a resource. */
const abroad = turningTo(otherKeys['of another vault']);
const rights: ContractCase = {
  name: 'another key: takes the rights that its type lists, and no others',
  excuseOf: (subject) => (abroad.writes(subject) ? undefined : writesNothing(abroad)),
  async run(subject) {
    const { stage, go } = await abroad.begin(subject);
    const listed = rightsOf(subject);
    stage.rights.may = (action) => forEverybody.test(action) || listed.includes(action);
    expect(await go()).toMatchObject(abroad.endOf(subject));
  },
};

/** Turning it to another key altogether. */
export const turning: readonly ContractCase[] = [
  ...Object.entries(otherKeys).map(([where, toKey]) => caseFor(where, toKey)),
  rights,
];
