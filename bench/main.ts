/** `npm run bench`: measures what Rewrap promises and prints one table. Ends with 1 if a promise is not kept. */
import { cpus, loadavg } from 'node:os';
import { Command } from 'commander';
import * as z from 'zod';
import { print } from '../local/output';
import { measureDependents } from './dependents';
import { holds, type Figure } from './figure';
import { measureIncident } from './incident';
import { measureLoads } from './load';
import { measurePacing } from './pacing';
import { measureReach } from './reach';
import { soak } from './soak';
import { measureSweep } from './sweep';
import { tableOf } from './table';
import { measureWrappedKeys } from './wrapped-keys';
import { measureYear } from './year';

const Options = z.object({
  json: z.boolean().default(false),
  only: z
    .enum(['dependents', 'load', 'soak', 'wrapped-keys', 'pacing', 'incident', 'sweep', 'reach', 'year'])
    .optional(),
  rounds: z.coerce.number().int().min(1),
  minutes: z.coerce.number().min(0),
  estate: z.coerce.number().int().min(1),
  days: z.coerce.number().int().min(1),
  keys: z.coerce.number().int().min(1),
  callsPerTenSeconds: z.coerce.number().int().min(1),
  vault: z.enum(['hsm', 'rsa']),
  crowd: z.coerce.number().int().min(20),
  scale: z.coerce.number().positive(),
});

const load = () => `load ${loadavg()[0]?.toFixed(1)}`;

async function bench(given: unknown): Promise<void> {
  const { json, only, rounds, minutes, crowd, scale, estate, days, ...many } = Options.parse(given);
  const measurements = {
    load: () => measureLoads(),
    dependents: () => measureDependents(rounds),
    pacing: () => measurePacing({ dependents: crowd, subscriptions: 20, scale }),
    incident: () => measureIncident(scale),
    sweep: () => measureSweep(),
    soak: () => soak(minutes),
    'wrapped-keys': () => measureWrappedKeys(many),
    reach: () => measureReach(),
    year: () => measureYear({ estate, days, tell: json ? () => undefined : print }),
  };
  const machine = { cores: cpus().length, node: process.version, loadBefore: loadavg()[0] };
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(measurements)) {
    if (only && only !== name) continue;
    if (!json) print(`Measuring ${name} (${load()}) …`);
    figures.push(...(await measure()));
  }
  const ok = figures.every(holds);
  process.exitCode = ok ? 0 : 1;
  if (json) return print(JSON.stringify({ ok, machine: { ...machine, loadAfter: loadavg()[0] }, figures }));
  print(`\n${machine.cores} cores, Node.js ${machine.node}, ${load()} at the end\n`);
  for (const line of tableOf(figures)) print(line);
}

void new Command('bench')
  .description('Measures what Rewrap promises')
  .option('--json', 'print one JSON object and nothing else')
  .option('--only <name>', 'dependents, incident, load, pacing, reach, soak, sweep, wrapped-keys or year')
  .option('--rounds <number>', 'how often to rotate the key with 500 and 5,000 dependents', '1')
  .option('--minutes <number>', 'how long to soak', '2')
  .option('--estate <number>', 'how many keys to live through a year with', '500')
  .option('--days <number>', 'how many days of it', '365')
  .option('--vault <kind>', 'hsm: AES, without HTTP; rsa: RSA of 2,048 bits, by the real client', 'hsm')
  .option('--keys <number>', 'how many wrapped keys to wrap anew', '1000000')
  .option('--calls-per-ten-seconds <number>', 'what the emulated vault grants for them', '40000')
  .option('--crowd <number>', 'how many dependents over 20 subscriptions to pace', '10000')
  .option('--scale <number>', 'how many times the documented rates to grant while pacing', '0.1')
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
