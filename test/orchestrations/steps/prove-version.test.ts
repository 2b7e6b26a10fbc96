import { proveVersion } from '../../../orchestrations/steps/prove-version';
import { aPolicy, aRecord, ledger } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';

/** A version that takes so long to be proven. */
const proven = async (ms: number, rules: NonNullable<Parameters<typeof aPolicy>[0]>['class'] = {}) => {
  let time = Date.parse('2027-03-01T12:00:00Z');
  const world = fakeWorld({ now: () => new Date(time), policy: aPolicy({ class: rules }) });
  const from = world.keys.addKey(ledger).version;
  const to = world.keys.addVersion(ledger).version;
  const prove = world.keys.prove.bind(world.keys);
  world.keys.prove = async (...asked) => {
    time += ms;
    return prove(...asked);
  };
  const { closedAt: _, ...open } = aRecord({ state: 'running', from, to });
  const { id } = await world.records.open(open);
  const workflows = { start: async () => 'started' as const, tell: async () => undefined };
  await proveVersion.run({ rotationId: id }, { ...world, workflows });
  return (await world.records.steps(id)).map(({ outcome }) => outcome).join();
};

describe('the proof of a version', () => {
  it('R28: tells how long it took, against the limit of the class', async () => {
    expect(await proven(350)).toMatch(/; took 350 ms$/);
    expect(await proven(350, { proofWithin: 'PT2S' })).toMatch(/took 350 ms, within PT2S$/);
    expect(await proven(3_000, { proofWithin: 'PT2S' })).toMatch(/took 3000 ms, longer than PT2S$/);
  });
});
