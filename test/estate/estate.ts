import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/process/ports';
import { estateApi, type EstateApi } from '../../local/driver/estate-api';
import { witness, type Witness } from '../../local/driver/witness';
import { openRun } from '../../local/process/run';
import { startEstate, type EstateWishes, type RunningEstate } from '../../local/running-estate';

const root = join(__dirname, '../..');

/** Longest that anything here may take, in milliseconds; nothing is asserted about time. */
export const patience = 120_000;

/** The built app on the seeded estate, with every process and every wire real. */
export interface TestEstate {
  readonly estate: RunningEstate;
  readonly api: EstateApi;
  readonly witness: Witness;
  /** Folder with the logs of all processes, the host's journal and Azurite's files. */
  readonly folder: string;
  end(): Promise<void>;
}

/** Brings up an estate of its own for a test file. It needs a build: `npm test` makes one. */
export async function bringUpEstate(wishes: Partial<EstateWishes> = {}): Promise<TestEstate> {
  if (!existsSync(join(root, 'dist/local/host.js'))) {
    throw new Error('Expected a build in dist/, found none. Run "npm run build" first.');
  }
  const run = await openRun(join(root, '.local/run'));
  try {
    const estate = await startEstate(run, { root, port: await freePort(), ...wishes });
    const api = estateApi(estate.appUrl);
    return { estate, api, witness: await witness(estate, api), folder: run.folder, end: () => run.end() };
  } catch (error) {
    await run.end();
    throw error;
  }
}

/** Looks again and again, in real time, until it is so. For moments in the middle of things; else `api.settle`. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Expected ${what}, but it did not come to be.`);
    await sleep(20);
  }
}

/** Delivers an event as Event Grid does, and answers the status. */
export async function deliver({ appUrl }: RunningEstate, event: object, query = ''): Promise<number> {
  const response = await fetch(`${appUrl}/runtime/webhooks/eventgrid?functionName=onKeyVaultEvent${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify([event]),
  });
  return response.status;
}
