import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../local/process/ports';
import { messageOf } from '../shared/errors';

/** The account that every Azurite knows; its key is public. Source: Azurite's README. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const services = join(dirname(createRequire(__filename).resolve('azurite/package.json')), 'dist/src');
/** The Blob SDK speaks a newer version of the API than this Azurite has heard of. */
const flags = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'];

const spawnService = (name: 'blob' | 'table', port: number): ChildProcess =>
  spawn(process.execPath, [join(services, name, 'main.js'), `--${name}Port`, String(port), ...flags], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Azurite says so when it listens. */
const untilReady = async (service: ChildProcess): Promise<void> => {
  if (!service.stdout) throw new Error('Expected Azurite to have an output, found none.');
  for await (const line of createInterface({ input: service.stdout })) if (line.includes('success')) return;
  throw new Error(`Expected Azurite to start, but it ended. Run "${service.spawnargs.join(' ')}" to see why.`);
};

/** Azurite with blobs and tables in memory, on free ports. */
export const startAzurite = async (): Promise<{ connectionString: string; stop: () => Promise<void> }> => {
  const ports = { blob: await freePort(), table: await freePort() };
  const running = [spawnService('blob', ports.blob), spawnService('table', ports.table)];
  const stop = async () => {
    const alive = running.filter(({ exitCode }) => exitCode === null);
    await Promise.all(alive.map((service) => (service.kill('SIGKILL'), once(service, 'exit'))));
  };
  try {
    await Promise.all(running.map(untilReady));
  } catch (error) {
    await stop();
    throw error;
  }
  const connectionString = [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${key}`,
    `BlobEndpoint=http://127.0.0.1:${ports.blob}/${account}`,
    `TableEndpoint=http://127.0.0.1:${ports.table}/${account}`,
  ].join(';');
  return { connectionString, stop };
};

/**
 * A small server that starts Azurite when it is first asked where it is, so that a Jest run has one, and only if a test
 * needs it. Lives in Jest's own process, not in a worker's.
 */
export const offerAzurite = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  let running: ReturnType<typeof startAzurite> | undefined;
  const server = createServer((_, response) => {
    running ??= startAzurite();
    // A connection that is kept may end just as the next test file asks on it.
    response.setHeader('connection', 'close');
    running.then(
      ({ connectionString }) => response.end(connectionString),
      (error: unknown) => response.writeHead(500).end(messageOf(error)),
    );
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1').unref();
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      const azurite = await running?.catch(() => undefined);
      await azurite?.stop();
    },
  };
};
