import { figure, type Figure } from './figure';
import { memoryOf } from './wrapped-keys/memory';
import { killedRun, type Ended } from './wrapped-keys/killed-run';
import { manyBlobs, type Findings } from './wrapped-keys/many-blobs';
import { throttledHsm } from './wrapped-keys/throttled-vault';

/** Bytes of a 40-byte data key under AES key wrap. Source: RFC 3394. */
const wrappedBytes = 48;
const algorithm = 'A256KW';
const operationsPerKey = 3;

export interface ManyKeys {
  readonly keys: number;
  readonly callsPerTenSeconds: number;
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
export async function rewrapMany({ keys, callsPerTenSeconds }: ManyKeys): Promise<Rewrapped> {
  const hsm = await throttledHsm(callsPerTenSeconds);
  const blobs = manyBlobs({ key: hsm.key, algorithm, count: keys, bytes: wrappedBytes });
  for (let index = 0; index < keys; index += 1) {
    const value = blobs.dataKeyOf(index);
    blobs.put(index, hsm.from, hsm.unthrottled('wrapKey', { version: hsm.from, algorithm, value }));
  }
  const memory = memoryOf();
  const deaths = [0.31, 0.74].map((share) => Math.floor(share * keys));
  const ended = await killedRun({ ...hsm, blobs, deaths, haste: 10 });
  const peak = memory.end();
  const findings = await blobs.findings(hsm.to, async (version, value) =>
    hsm.unthrottled('unwrapKey', { version, algorithm, value }),
  );
  // The first window's calls may all be made at once.
  const bestMs = ((keys * operationsPerKey) / callsPerTenSeconds - 1) * 10_000;
  return {
    ...ended,
    ...findings,
    ...hsm.totals,
    ...peak,
    toBest: ended.writingMs / bestMs,
    rewrittenMost: blobs.totals.writes,
  };
}

/** A million wrapped keys, in the time that the emulator's throttle allows. */
export async function measureWrappedKeys({ keys, callsPerTenSeconds }: ManyKeys): Promise<readonly Figure[]> {
  const ran = await rewrapMany({ keys, callsPerTenSeconds });
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
