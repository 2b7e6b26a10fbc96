import { gatherKeyView } from '../../../shared/posture/key-view';
import { aRecord, aVersion, facts, ledger, today, versionId } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';

const minute = 60_000;
const looked = new Date(today.getTime() - 5 * minute);
const closed = (minutesAfterTheLook: number) => new Date(looked.getTime() + minutesAfterTheLook * minute).toISOString();
const onOld = { id: 'orders', type: 'store', mode: 'pinned', version: versionId('a'), canary: false } as const;
const discovery = { dependents: [{ ...onOld, keepsOldVersionFor: [] }], unknown: [], unreadable: [] };

const strayed = async (closedAt: string) => {
  const current = aVersion('b');
  const known = facts({
    versions: [current],
    records: [aRecord({ key: ledger, state: 'proven', to: current.version, closedAt })],
  });
  const { astray } = await gatherKeyView(fakeWorld({ now: () => today }), known, { discovery, notOlderThan: looked });
  return astray?.dependents.map(({ id }) => id) ?? [];
};

describe('gatherKeyView', () => {
  it('sees that a dependent went back on what a rotation had proven before', async () => {
    expect(await strayed(closed(-1))).toEqual(['orders']);
  });

  it('takes no dependent for strayed that was read before the rotation was proven', async () => {
    expect(await strayed(closed(1))).toEqual([]);
  });
});
