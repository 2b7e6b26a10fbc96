import { acceptance } from '../../shared/policy/proof-rules';
import { aPolicy, ledger } from '../examples';
import { principal } from '../shared/audit/examples';
import { days, hours, rotationRun, type RotationRun } from './rotation-run';

const bus = { principal: principal('bus'), own: false };

/** A resource that follows by itself, shows no version, and has an identity of its own. */
const withBus = (policy = aPolicy()): RotationRun => {
  const run = rotationRun({ policy });
  const how = { mode: 'following', faults: { showsNothing: true }, identities: [bus.principal] } as const;
  run.world.dependents.add({ id: 'bus', key: ledger, version: run.first.version, ...how, identities: [bus.principal] });
  return run;
};
const use = ({ world }: RotationRun, version: string | undefined, by: { principal: string; own: boolean } = bus) =>
  world.audit.add(ledger, { by, ...(version && { version }) });
const newVersion = (run: RotationRun) => run.versions().at(-1)?.version;
const retirement = async (run: RotationRun) => (await run.records())[0]?.retirement;
const codes = async (run: RotationRun) => (await retirement(run))?.reasons.map(({ code }) => code);

/** Rotates, then lets the overlap of a week pass; `meanwhile` happens three days before its end and after. */
const rotate = async (run: RotationRun, meanwhile: () => void = () => undefined) => {
  await run.ask('near-expiry');
  await run.clock.advance(days(6));
  meanwhile();
  await run.clock.advance(days(2));
};

describe('the audit log, in the real workflows and steps', () => {
  it('retires what it proves: its identity on the new version and on no other', async () => {
    const run = withBus();
    run.world.audit.declare();
    await rotate(run, () => use(run, newVersion(run)));
    expect(await retirement(run)).toMatchObject({ state: 'retired' });
    const [record] = await run.records();
    expect(await run.world.records.moves(record?.id ?? '')).toMatchObject([
      {
        dependent: 'bus',
        proof: 'log',
        window: { from: expect.any(String) },
        because: expect.stringMatching(/1 times/),
      },
    ]);
  });

  it.each<[string, (run: RotationRun) => void, string[]]>([
    ['there is no log', () => undefined, ['only-assumed']],
    ['the log shows no use at all', ({ world }) => world.audit.declare(), ['only-assumed']],
    [
      'the log is behind',
      (run) => {
        use(run, newVersion(run));
        run.world.audit.declare([{ from: run.clock.now(), to: new Date(run.clock.now().getTime() + days(5)) }]);
      },
      ['only-assumed'],
    ],
    [
      'the old version was used within the window',
      (run) => [run.first.version, newVersion(run)].forEach((version) => use(run, version)),
      ['only-assumed', 'version-in-use-in-log'],
    ],
    [
      'the use was by somebody else, who is then a shadow user',
      (run) => use(run, newVersion(run), { principal: principal('ghost'), own: false }),
      ['shadow-user', 'only-assumed'],
    ],
  ])('holds the old version when %s', async (_, meanwhile, expected) => {
    const run = withBus();
    await rotate(run, () => meanwhile(run));
    expect(await codes(run)).toEqual(expected);
  });

  it('retires later what it proves later', async () => {
    const run = withBus();
    await rotate(run, () => use(run, run.first.version));
    expect((await retirement(run))?.state).toBe('held');
    use(run, newVersion(run));
    await run.clock.advance(days(4));
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect((await retirement(run))?.state).toBe('retired');
  });

  it('takes what is only assumed when the policy says so in words, and only then', async () => {
    const run = withBus(aPolicy({ class: { acceptAssumed: acceptance } }));
    await rotate(run);
    expect((await retirement(run))?.state).toBe('retired');
  });

  it('proves by the log what the class does not take as read back', async () => {
    const run = rotationRun({ policy: aPolicy({ class: { proofs: ['log'] } }) });
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version, identities: [bus.principal] });
    await rotate(run, () => use(run, newVersion(run)));
    expect((await retirement(run))?.state).toBe('retired');
  });

  it.each<[string, (run: RotationRun) => void, { code: string; message: string }]>([
    [
      'whom it has seen and nobody knows',
      (run) => use(run, run.first.version, { principal: principal('ghost'), own: false }),
      { code: 'shadow-user', message: principal('ghost') },
    ],
    [
      'a log that cannot be read',
      (run) => run.world.audit.fail('no access'),
      { code: 'log-unavailable', message: 'no access' },
    ],
  ])('warns in the plan of %s, and rotates all the same', async (_, happens, { code, message }) => {
    const run = withBus();
    happens(run);
    await run.ask('near-expiry');
    await run.clock.advance(hours(2));
    const [record] = await run.records();
    const { warnings } = await run.world.plans.get(record?.planId ?? '');
    expect(warnings).toMatchObject([{ code, message: expect.stringContaining(message) }]);
    expect(record?.state).toBe('proven');
  });

  it('is not waited for by an emergency, whose old versions it holds all the same', async () => {
    const run = withBus();
    use(run, run.first.version, { principal: principal('ghost'), own: false });
    run.world.audit.fail('slow');
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(2));
    const [record] = await run.records();
    expect((await run.world.plans.get(record?.planId ?? '')).warnings).toEqual([]);

    run.world.audit.fail(undefined);
    await run.clock.advance(days(1));
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(await codes(run)).toEqual(expect.arrayContaining(['shadow-user', 'version-in-use-in-log']));
  });
});
