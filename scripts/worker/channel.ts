import { Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** How long a worker may take to answer. */
const patienceMs = 60_000;
const longestMessage = 128 * 1024 * 1024;
const protocol = 'azure-functions-language-worker-protobuf/src/proto';

const Message = z.looseObject({ requestId: z.string().default(''), content: z.string() });
const Answer = z.looseObject({
  result: z.object({ status: z.string(), exception: z.object({ message: z.string() }).nullish() }).nullish(),
});

/** The host's end of the line to one worker process. */
export interface Channel {
  /** Sends a request. @returns the body of the answer. @throws when the worker refuses, ends or stays silent */
  readonly ask: (request: string, body: object) => Promise<unknown>;
  readonly close: () => void;
}

function serviceOf(worker: string): ServiceDefinition {
  const folder = join(worker, protocol);
  const options = { includeDirs: [folder], longs: Number, enums: String, oneofs: true };
  const service = loadSync('FunctionRpc.proto', options)['AzureFunctionsRpcMessages.FunctionRpc'];
  if (!service || 'format' in service) throw new Error(`Expected the service FunctionRpc in ${folder}, found none`);
  return service;
}

/** Starts the real worker on the app and waits until it calls. `env` is what the app is configured with. */
export async function openChannel({ worker, app, env }: { worker: string; app: string; env: NodeJS.ProcessEnv }) {
  const entry = join(worker, 'dist/src/nodejsWorker.js');
  if (!existsSync(entry)) {
    throw new Error(
      `Expected a built worker at ${entry}, found none. There, run "npm install --ignore-scripts && npm run build".`,
    );
  }
  const heard = new EventEmitter();
  const gone = new AbortController();
  const soon = () => AbortSignal.any([gone.signal, AbortSignal.timeout(patienceMs)]);
  let line: ServerDuplexStream<object, object> | undefined;
  let said = '';

  const server = new Server({
    'grpc.max_receive_message_length': longestMessage,
    'grpc.max_send_message_length': longestMessage,
  });
  server.addService(serviceOf(worker), {
    EventStream(stream: ServerDuplexStream<object, object>) {
      line = stream;
      stream.on('data', (raw: unknown) => {
        const message = Message.parse(raw);
        heard.emit(message.content === 'startStream' ? 'startStream' : message.requestId, message[message.content]);
      });
      // The worker is killed at the end, which is an error of the stream.
      stream.on('error', () => undefined);
    },
  });
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', ServerCredentials.createInsecure());

  const started = once(heard, 'startStream', { signal: soon() });
  const args = { uri: `http://127.0.0.1:${port}`, 'worker-id': randomUUID(), 'request-id': randomUUID() };
  const flags = Object.entries(args).flatMap(([name, value]) => [`--functions-${name}`, value]);
  const child = spawn(process.execPath, [entry, ...flags, '--functions-grpc-max-message-length', `${longestMessage}`], {
    cwd: app,
    env: { ...process.env, ...env },
  });
  for (const output of [child.stdout, child.stderr]) output.on('data', (text: Buffer) => (said += text.toString()));
  child.on('exit', () => gone.abort());

  const close = () => {
    child.kill('SIGKILL');
    server.forceShutdown();
  };
  const silent = (what: string) => (cause: unknown) => {
    throw new Error(`Expected the worker to answer ${what}, but it ended or stayed silent. ${said.slice(-2_000)}`, {
      cause,
    });
  };
  await started.catch((error: unknown) => {
    close();
    silent('its start')(error);
  });

  const ask = async (request: string, body: object): Promise<unknown> => {
    const requestId = randomUUID();
    const answered = once(heard, requestId, { signal: soon() }).catch(silent(request));
    line?.write({ requestId, [request]: body });
    const [answer]: unknown[] = await answered;
    const { result } = Answer.parse(answer);
    if (result && result.status !== 'Success') {
      throw new Error(`The worker refused ${request}: ${result.exception?.message ?? result.status}`);
    }
    return answer;
  };
  return { ask, close } satisfies Channel;
}
