import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Channel, openChannel } from './channel';

const Binding = z.object({ name: z.string(), type: z.string(), direction: z.string().default('in') });
const Indexed = z.looseObject({
  functionId: z.string(),
  name: z.string(),
  rawBindings: z.array(z.string().transform((text) => Binding.parse(JSON.parse(text)))),
});
const Index = z.object({ functionMetadataResults: z.array(z.looseObject({ functionId: z.string() })) });
const Initialised = z.object({
  workerMetadata: z.object({ runtimeVersion: z.string(), workerVersion: z.string() }),
});
const Invoked = z.object({ returnValue: z.looseObject({ data: z.string() }) });
const HttpAnswer = z.object({ statusCode: z.string(), body: z.object({ bytes: z.instanceof(Buffer) }) });

/** The real worker with the app in it. */
export interface Worker {
  /** Of the worker and its Node.js, for people. */
  readonly version: string;
  /** Names of the functions that it indexed. */
  readonly functions: readonly string[];
  /** Replays a workflow. @returns what the SDK answers */
  replay(workflow: string, trigger: unknown): Promise<unknown>;
  /** Calls an HTTP function without a body. */
  get(name: string, url: string): Promise<{ status: number; body: unknown }>;
  close(): void;
}

/** Starts the worker as the Functions host does: initialise, index, load each function. */
export async function startWorker(places: Parameters<typeof openChannel>[0]): Promise<Worker> {
  const channel = await openChannel(places);
  try {
    return await index(channel, places);
  } catch (error) {
    channel.close();
    throw error;
  }
}

async function index({ ask, close }: Channel, { worker, app }: { worker: string; app: string }): Promise<Worker> {
  const { workerMetadata } = Initialised.parse(
    await ask('workerInitRequest', {
      hostVersion: '4.1040.300',
      workerDirectory: worker,
      functionAppDirectory: app,
      capabilities: {},
      logCategories: {},
    }),
  );
  const raw = Index.parse(await ask('functionsMetadataRequest', { functionAppDirectory: app }));
  for (const metadata of raw.functionMetadataResults) {
    await ask('functionLoadRequest', { functionId: metadata.functionId, metadata, managedDependencyEnabled: false });
  }
  const functions = z.array(Indexed).parse(raw.functionMetadataResults);

  const invoke = async (name: string, data: object): Promise<z.infer<typeof Invoked>['returnValue']> => {
    const found = functions.find((each) => each.name === name);
    if (!found) throw new Error(`Expected the function ${name}, but the worker did not index it`);
    const { returnValue } = Invoked.parse(
      await ask('invocationRequest', {
        invocationId: randomUUID(),
        functionId: found.functionId,
        inputData: found.rawBindings.flatMap(({ name: binding, type, direction }) =>
          direction === 'out' ? [] : [{ name: binding, data: /trigger$/i.test(type) ? data : { string: noClient } }],
        ),
        triggerMetadata: {},
        traceContext: { traceParent: '', traceState: '', attributes: {} },
      }),
    );
    return returnValue;
  };

  return {
    version: `worker ${workerMetadata.workerVersion} on Node.js ${workerMetadata.runtimeVersion}`,
    functions: functions.map(({ name }) => name),
    async replay(workflow, trigger) {
      const returned = await invoke(workflow, { string: JSON.stringify(trigger) });
      const value = z.string().parse(returned[returned.data]);
      return JSON.parse(value);
    },
    async get(name, url) {
      const returned = await invoke(name, { http: { method: 'GET', url, headers: {}, params: {}, query: {} } });
      const { statusCode, body } = HttpAnswer.parse(returned.http);
      return { status: Number(statusCode), body: JSON.parse(body.bytes.toString()) };
    },
    close,
  };
}

/** A durable client that leads nowhere: nothing here starts a workflow. */
const noClient = JSON.stringify({
  taskHubName: 'Nowhere',
  creationUrls: {},
  managementUrls: { id: 'none' },
  baseUrl: 'http://127.0.0.1:9',
  requiredQueryStringParameters: '',
  rpcBaseUrl: 'http://127.0.0.1:9/',
});
