import { setTimeout as pause } from 'node:timers/promises';
import type { Dependent, Move } from '../../shared/dependents/dependent';
import { applicationData } from '../../shared/dependents/wrapped-keys/application-data';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { KeyWrapping } from '../../shared/keys/key-wrapping';
import { pacedWrapping } from '../../shared/keys/paced-wrapping';
import { Policy } from '../../shared/policy/policy';
import type { ManyBlobs } from './many-blobs';

/** A run over a container that is killed on the way. */
export interface KilledRun {
  readonly blobs: ManyBlobs;
  readonly wrapping: KeyWrapping;
  readonly key: KeyUrl;
  readonly to: string;
  /** After so many writes in all the process dies. */
  readonly deaths: readonly number[];
  /** How much faster the process's calendar runs than time: its calls end sooner, and there are more checkpoints. */
  readonly haste: number;
}

/** How it ended. */
export interface Ended {
  readonly move: Move;
  /** Calls of the step, those that died included. */
  readonly calls: number;
  /** Milliseconds from the first call until all was written. */
  readonly writingMs: number;
}

const unused = () => Promise.reject(new Error('Expected this store not to be used.'));
const blobsAlone = {
  contents: { open: unused, openNow: unused },
  tables: { list: unused, merge: unused },
  sqlAt: () => ({ ask: unused }),
  signing: { sign: unused, isSigned: unused },
};

const died = Symbol('died');

/**
 * Re-wraps as the engine does, call by call, each from the move that the last one left in the record. A process that dies leaves
 * what was under way undone or done without an answer; the next one knows nothing but the record.
 */
export async function killedRun({ blobs, wrapping, key, to, deaths, haste }: KilledRun): Promise<Ended> {
  const started = performance.now();
  const now = () => new Date(Date.UTC(2030, 0) + (performance.now() - started) * haste);
  const policy = Policy.parse({
    scope: { subscriptions: [], vaults: ['https://payments.vault.azure.net'] },
    applicationData: [{ container: blobs.container }],
    classes: [{ name: 'all', cryptoperiod: 'P90D' }],
  });
  const dependent: Dependent = {
    id: blobs.container,
    type: 'application-data/blobs',
    mode: 'pinned',
    canary: false,
    keepsOldVersionFor: [],
  };

  const aProcess = (diesAt: number) => {
    let tellDeath: (value: typeof died) => void = () => undefined;
    const death = new Promise<typeof died>((resolve) => {
      tellDeath = resolve;
    });
    const isDead = () => {
      const dead = blobs.totals.writes >= diesAt;
      if (dead) tellDeath(died);
      return dead;
    };
    const port = applicationData({
      blobs: blobs.seenBy({ isDead }),
      ...blobsAlone,
      wrapping: pacedWrapping(wrapping, { now: () => performance.now(), pause }),
      shelf: { get: () => Promise.resolve(undefined), put: () => Promise.resolve() },
      policy: () => Promise.resolve(policy),
      now,
    });
    return { port, death };
  };

  const left = [...deaths];
  let running = aProcess(left.shift() ?? Infinity);
  let record: string | undefined;
  let calls = 0;
  let writingMs = 0;
  for (;;) {
    calls += 1;
    const earlier: Move | undefined = record && JSON.parse(record);
    const writes = blobs.totals.writes;
    const moving = running.port.move(dependent, { key, to, nudge: false, ...(earlier && { earlier }) });
    const move = await Promise.race([moving, running.death]);
    if (move === died) {
      running = aProcess(left.shift() ?? Infinity);
      continue;
    }
    if (blobs.totals.writes > writes) writingMs = performance.now() - started;
    record = JSON.stringify(move);
    if (move.state !== 'pending') return { move, calls, writingMs };
  }
}
