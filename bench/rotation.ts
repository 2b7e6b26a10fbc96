import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../local/process/ports';
import { appApi } from '../local/driver/app-api';
import { estateApi } from '../local/driver/estate-api';
import { witness, type Record } from '../local/driver/witness';
import { crowdedKey } from '../local/estate/crowd';
import { openRun, type Run } from '../local/process/run';
import { startEstate, type EstateWishes } from '../local/running-estate';
import { workIn, type EngineWork } from './journal';

const root = join(__dirname, '..');

/** Milliseconds of real time between looks, and until a rotation counts as stuck. */
const pause = 250;
const patience = 30 * 60_000;

/** What a part of it took. */
export interface Phase extends EngineWork {
  /** Milliseconds of real time per dependent. */
  readonly each: number;
  /** Dependents that the record does not call proven. */
  readonly unproven: number;
}

/** One rotation, and the retirement that looks at every dependent anew. */
export interface Rotation {
  readonly rotation: Phase;
  readonly retirement: Phase;
  /** Resources that cannot unwrap their data keys after the rotation. */
  readonly stranded: number;
}

/** Rotates a key with so many dependents on an estate of its own, with app, emulators and Azurite as processes. */
export async function rotateWith(crowd: number): Promise<Rotation> {
  const run = await openRun(join(root, '.local/run'));
  try {
    const { api, rotate, retire } = await crowdedEstate(run, { crowd });
    const rotation = await rotate();
    const stranded = await api.stranded();
    return { rotation, retirement: await retire(), stranded: stranded.length };
  } finally {
    await run.end();
  }
}

type Wishes = Pick<EstateWishes, 'crowdSubscriptions' | 'armScale' | 'settings'> & { readonly crowd: number };

/** An estate with a crowd on one key, which can be rotated and its old version retired, each measured. */
export async function crowdedEstate(run: Run, wishes: Wishes) {
  const { crowd } = wishes;
  const estate = await startEstate(run, { root, port: await freePort(), ...wishes });
  const api = estateApi(estate.appUrl);
  const looks = await witness(estate, api);
  const operator = appApi(estate.appUrl, await api.tokenFor('bench', ['Rewrap.Operate', 'Rewrap.Read']));
  const phase = async (begin: () => Promise<unknown>, isOver: (record: Record) => boolean): Promise<Phase> => {
    const { size: from } = await stat(estate.journal);
    const start = performance.now();
    await begin();
    const { counts } = await untilRecord(() => looks.records(crowdedKey), isOver);
    const each = (performance.now() - start) / crowd;
    const { size: end } = await stat(estate.journal);
    const unproven = counts ? counts.total - counts.proven : crowd;
    return { each, unproven, ...(await workIn(estate.journal, { from, end })) };
  };

  return {
    api,
    operator,
    rotate: () =>
      phase(
        () => operator.startRotation({ key: looks.urlOf(crowdedKey), reason: 'A measurement' }),
        ({ closedAt }) => closedAt !== undefined,
      ),
    retire: () =>
      phase(
        () => leap(estate.appUrl, 'P8D'),
        (record) => record.retirement !== undefined && !['waiting', 'trial'].includes(record.retirement.state),
      ),
  };
}

/** Does not wait for what falls due. */
async function leap(appUrl: string, advance: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${appUrl}/local/clock`, { method: 'POST', headers, body: JSON.stringify({ advance }) });
}

async function untilRecord(
  records: () => Promise<readonly Record[]>,
  isSo: (record: Record) => boolean,
): Promise<Record> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const [record] = await records();
    if (record && isSo(record)) return record;
    await sleep(pause);
  }
  throw new Error(`Expected the rotation to end within ${patience / 60_000} minutes, but it did not.`);
}
