import { rewrapMany } from '../../../../bench/wrapped-keys';

/** Three processes in a row, each of which loads all that stores need. Milliseconds. */
const patience = 120_000;

it(
  're-wraps 2,000 data keys though it is killed twice: none lost, none done wrong, none done twice',
  async () => {
    const ran = await rewrapMany({ keys: 2_000, callsPerTenSeconds: 1_000_000, vault: 'hsm' });
    expect(ran).toMatchObject({
      move: { state: 'settled', proof: 'unwrapped' },
      lost: 0,
      wrong: 0,
      writtenTwice: 0,
      rewrittenMost: 2_000,
    });
    expect(ran.calls).toBeGreaterThanOrEqual(3);
  },
  patience,
);
