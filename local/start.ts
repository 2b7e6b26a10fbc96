import { join } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { estateApi } from './driver/estate-api';
import { print } from './output';
import { claimPort } from './process/ports';
import { openRun } from './process/run';
import { startEstate } from './running-estate';
import { whatToTry } from './what-to-try';

const Options = z.object({
  port: z.coerce.number().int().min(1).max(65_535),
  vault: z.array(z.url({ protocol: /^https$/ })).default([]),
});

/** The built programs lie in dist/local of the project. */
const root = join(__dirname, '../..');

/** Brings the estate up and keeps it up until Ctrl-C, or until one of its processes ends. */
async function start(options: unknown): Promise<void> {
  const { port, vault: otherVaults } = Options.parse(options);
  await claimPort(port);
  const run = await openRun(join(root, '.local/run'));
  if (run.leftovers > 0) print(`Ended ${run.leftovers} processes that an earlier run left over.`);
  let ending = false;
  const end = () => {
    ending = true;
    void run.end().finally(() => process.exit(0));
  };
  process.once('SIGINT', end).once('SIGTERM', end);

  print('Bringing up the estate: Azurite, key vaults, Azure Resource Manager, the Functions host.');
  const estate = await startEstate(run, { root, port, otherVaults }).catch(async (error: unknown) => {
    if (ending) return undefined;
    await run.end({ keepFolder: true });
    throw error;
  });
  if (!estate) return;
  await estateApi(estate.appUrl).sweep();
  print(`\nRewrap is ready on ${estate.appUrl}\n`);
  print(whatToTry(estate));
  print(`\nLogs are in ${run.folder}. Ctrl-C ends everything.`);
  const { name, reason } = await run.firstEnd();
  if (ending) return;
  await run.end({ keepFolder: true });
  throw new Error(`Expected ${name} to run until Ctrl-C, but it ${reason}. What it said is in ${run.logOf(name)}.`);
}

const plain = (error: unknown): string => {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
};

const collect = (value: string, earlier: readonly string[] = []) => [...earlier, value];

void new Command('start')
  .description('Runs Rewrap and everything around it on this machine')
  .option('--port <number>', 'port of the app, also from PORT', process.env['PORT'] ?? '7071')
  .option('--vault <url>', 'another key vault to look after, such as https://localhost:8443', collect)
  .action(start)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${plain(error)}\n`);
    process.exit(1);
  });
