import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../local/process/ports';
import * as z from 'zod';
import { print } from '../local/output';
import { appApi } from '../local/driver/app-api';
import { estateApi } from '../local/driver/estate-api';
import { crowdKeys } from '../local/estate/crowd';
import { openRun } from '../local/process/run';
import { startEstate } from '../local/running-estate';
import { figure, type Figure } from './figure';
import { bestPace } from './pacing';

const root = join(__dirname, '..');

const keys = 100;
const dependents = 1_000;
const subscriptions = 20;

/** Keys that one Managed HSM makes. Source: Key Vault service limits: 10 in 10 seconds. */
const creationsPerSecond = 1;

/** Milliseconds of real time between looks, each of which reads hundreds of rows, and until it counts as stuck. */
const pause = 15_000;
const patience = 20 * 60_000;

const Time = z.iso.datetime().transform((text) => Date.parse(text));

const View = z.object({
  counts: z.object({ withNewVersion: z.int(), proven: z.int(), dependents: z.int(), dependentsProven: z.int() }),
  estimate: z.object({ earliest: Time }).optional(),
  keys: z.array(z.object({ times: z.object({ newVersion: Time.optional(), proven: Time.optional() }) })),
});
type View = z.infer<typeof View>;

/**
 * Answers for a hundred keys of a thousand dependents at once, under limits of Azure Resource Manager that decide how long it takes;
 * on a machine that has other work, too, it is the processor that decides.
 */
export async function measureIncident(scale: number): Promise<readonly Figure[]> {
  const run = await openRun(join(root, '.local/run'));
  try {
    const wishes = { crowd: dependents, crowdKeys: keys, crowdSubscriptions: subscriptions, armScale: scale };
    const settings = { 'AzureWebJobs.sweep.Disabled': 'true' };
    const estate = await startEstate(run, { root, port: await freePort(), settings, ...wishes });
    const api = estateApi(estate.appUrl);
    const token = await api.tokenFor('bench', ['Rewrap.Emergency', 'Rewrap.Read']);
    const named = crowdKeys(keys).map(({ team, name }) => `${estate.vaults[team]}/keys/${name}`);
    const begun = (await api.now()).getTime();
    await appApi(estate.appUrl, token).startEmergency({ keys: named, reason: 'A measurement', incidentId: 'BENCH' });
    const answered = ((await api.now()).getTime() - begun) / 1_000;
    const looks = await untilProven(estate.appUrl, token);
    return figuresOf(looks, {
      begun,
      answered,
      ideal: Math.max(keys / creationsPerSecond, bestPace({ dependents, subscriptions, scale })),
      stranded: (await api.stranded()).length,
    });
  } finally {
    await run.end();
  }
}

async function untilProven(appUrl: string, token: string): Promise<View[]> {
  const looks: View[] = [];
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const response = await fetch(`${appUrl}/api/incidents/BENCH`, { headers: { authorization: `Bearer ${token}` } });
    const view = View.parse(await response.json());
    looks.push(view);
    const { withNewVersion, proven, dependentsProven } = view.counts;
    print(`${withNewVersion} new versions, ${dependentsProven} dependents and ${proven} keys proven`);
    if (proven === keys) return looks;
    await sleep(pause);
  }
  throw new Error(`Expected the incident to be proven within ${patience / 60_000} minutes, but it was not.`);
}

interface Beside {
  readonly begun: number;
  readonly answered: number;
  readonly ideal: number;
  readonly stranded: number;
}

function figuresOf(looks: readonly View[], { begun, answered, ideal, stranded }: Beside): Figure[] {
  const last = looks.at(-1);
  const seconds = (times: readonly (number | undefined)[]) =>
    times.flatMap((time) => (time === undefined ? [] : (time - begun) / 1_000));
  const made = seconds(last?.keys.map(({ times }) => times.newVersion) ?? []);
  const proven = seconds(last?.keys.map(({ times }) => times.proven) ?? []);
  const first = looks.find(({ estimate }) => estimate)?.estimate;
  const took = Math.max(...proven);
  return [
    figure('incident of 100 keys: the call', 's', [answered]),
    figure('to the new version of the first key', 's', [Math.min(...made)], 5),
    figure('to the new version of the last key', 's', [Math.max(...made)]),
    figure('to all 1,000 dependents proven, at best by what throttling allows', 's', [ideal]),
    figure('to all 1,000 dependents proven', 's', [took]),
    figure('all proven, to the best', 'x', [took / ideal], 1.25),
    figure('the first estimate (earliest), to what it took', 'x', [
      first ? (first.earliest - begun) / 1_000 / took : 0,
    ]),
    figure('resources without their key', '', [stranded], 0),
  ];
}
