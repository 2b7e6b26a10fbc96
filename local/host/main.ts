import { Command } from 'commander';
import { Console } from 'node:console';
import { resolve } from 'node:path';
import { EstateClock } from './clock';
import { bringAlong } from './control';
import { openJournal } from './engine/journal';
import { tellEstateTime } from './estate-date';
import { startHost } from './host';
import { jsonLog } from './log';
import { readSettings } from './settings';

interface Options {
  readonly app: string;
  readonly port: string;
  readonly journal: string;
  readonly control?: string;
}

/**
 * `host --app <folder> --port 7071 --journal <file> [--control <origin>]`: runs a Functions app on this machine. One line
 * on standard output when it serves; the app's log on standard error. REWRAP_HOST_KILL_AT is for tests of crashes.
 */
async function run({ app, port, journal: file, control }: Options): Promise<void> {
  const settings = readSettings(resolve(app));
  const journal = openJournal(resolve(file), process.env['REWRAP_HOST_KILL_AT']);
  const clock = new EstateClock(Date.now, journal.state.clockOffset);
  tellEstateTime(clock);
  // Standard output is this host's own: whoever started it waits for its one line.
  globalThis.console = new Console(process.stderr);
  const log = jsonLog((text) => process.stderr.write(text), settings.logLevel);
  if (control && journal.state.clockOffset > 0) await bringAlong(control, clock);

  const host = await startHost({ settings, journal, clock, port: Number(port), control, log });
  process.stdout.write(`host ready on ${host.origin}\n`);

  const stop = () => void host.stop().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

new Command('host')
  .description('Runs a built Azure Functions app, durable orchestrations included, in one process on this machine')
  .requiredOption('--app <folder>', 'folder with package.json and host.json')
  .option('--port <number>', 'port of the host; 0 takes a free one', '7071')
  .requiredOption('--journal <file>', 'where the state of orchestrations, timers and clock is kept')
  .option('--control <origin>', "origin of the estate's other processes, which follow this clock")
  .action((options: Options) => run(options).catch(fail))
  .parse();
