import { figure, type Figure } from './figure';
import { memoryOf } from './wrapped-keys/memory';
import { killedRun, type Ended } from './wrapped-keys/killed-run';
import { manyBlobs, type Findings } from './wrapped-keys/many-blobs';
import { throttledRsaVault } from './wrapped-keys/rsa-vault';
import { throttledHsm } from './wrapped-keys/throttled-vault';

const operationsPerKey = 3;

export interface ManyKeys {
  readonly keys: number;
  readonly callsPerTenSeconds: number;
  readonly vault: 'hsm' | 'rsa';
}

export interface Rewrapped extends Findings, Ended {
  /** The time that it took, to the least that the throttle allows. */
  readonly toBest: number;
  readonly refused: number;
  readonly granted: number;
  readonly peakHeapMb: number;
  readonly peakRssMb: number;
  readonly rewrittenMost: number;
}

/** Re-wraps so many data keys in a simulated store against the emulator, is killed twice, and then opens every one of them. */
export async function rewrapMany({ keys, callsPerTenSeconds, vault }: ManyKeys): Promise<Rewrapped> {
  const throttled = vault === 'rsa' ? throttledRsaVault : throttledHsm;
  const used = await throttled(callsPerTenSeconds);
  const { key, algorithm, wrappedBytes: bytes } = used;
  const blobs = manyBlobs({ key, algorithm, count: keys, bytes });
  for (let index = 0; index < keys; index += 1) {
    const value = blobs.dataKeyOf(index);
    blobs.put(index, used.from, used.unthrottled('wrapKey', { version: used.from, algorithm, value }));
  }
  const memory = memoryOf();
  const deaths = [0.31, 0.74].map((share) => Math.floor(share * keys));
  const ended = await killedRun({ ...used, blobs, deaths, haste: 10 });
  const peak = memory.end();
  const findings = await blobs.findings(used.to, async (version, value) =>
    used.unthrottled('unwrapKey', { version, algorithm, value }),
  );
  // The first window's calls may all be made at once.
  const bestMs = ((keys * operationsPerKey) / callsPerTenSeconds - 1) * 10_000;
  return {
    ...ended,
    ...findings,
    ...used.totals,
    ...peak,
    toBest: ended.writingMs / bestMs,
    rewrittenMost: blobs.totals.writes,
  };
}

/** A million wrapped keys, in the time that the emulator's throttle allows. */
export async function measureWrappedKeys(many: ManyKeys): Promise<readonly Figure[]> {
  const { keys, callsPerTenSeconds } = many;
  const ran = await rewrapMany(many);
  const one = (what: string, unit: string, value: number, atMost?: number) => figure(what, unit, [value], atMost);
  const of = `of ${keys} wrapped keys`;
  return [
    one(`re-wrapping ${of}, killed twice`, 's', ran.writingMs / 1_000),
    one('operations granted by the throttle', 'per s', callsPerTenSeconds / 10),
    one('operations used', 'per s', (keys * operationsPerKey) / (ran.writingMs / 1_000)),
    one('time to the least that the throttle allows', 'x', ran.toBest, 1.1),
    one('operations refused, to those granted', 'x', ran.refused / ran.granted),
    one('calls of the step', '', ran.calls),
    one(`lost ${of}`, '', ran.lost, 0),
    one(`under another version ${of}`, '', ran.wrong, 0),
    one(`written more than once ${of}`, '', ran.writtenTwice, 0),
    one('not settled and unwrapped', '', ran.move.state === 'settled' && ran.move.proof === 'unwrapped' ? 0 : 1, 0),
    one('heap at most, beside the store', 'MB', ran.peakHeapMb, 256),
    one('resident memory at most, store included', 'MB', ran.peakRssMb),
  ];
}
