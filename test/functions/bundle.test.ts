import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { api } from '../../functions/api';
import { steps, workflows } from '../../orchestrations';

/** Loads the bundle as the Functions worker would, and prints what it registers. */
const loader = `
  const Module = require('node:module');
  const registered = [];
  const disposable = { dispose() {} };
  const core = {
    version: '3.9.1', hostVersion: '4.1040.0', Disposable: class {},
    registerFunction: ({ name, bindings }) => (registered.push({ name, bindings: Object.values(bindings) }), disposable),
    registerHook: () => disposable, setProgrammingModel() {}, getProgrammingModel() {}, log() {},
  };
  const load = Module._load;
  Module._load = (name, ...rest) => (name === '@azure/functions-core' ? core : load(name, ...rest));
  require(require('node:path').resolve('dist/main.js'));
  console.log(JSON.stringify(registered));
  process.exit(0);
`;

/** Lets nothing be loaded from beside the bundle. */
const alone = `{
  const Module = require('node:module');
  const load = Module._load;
  Module._load = (name, ...rest) => {
    if (name.startsWith('./')) throw new Error('loaded at once: ' + name);
    return load(name, ...rest);
  };
}`;

const Registered = z.array(z.object({ name: z.string(), bindings: z.array(z.looseObject({ type: z.string() })) }));

/** What the bundle registers with the settings that the templates give it. */
const registeredBy = (more: Record<string, string> = {}, before = '') => {
  const env = {
    REWRAP_STORAGE: 'rewrapstate',
    REWRAP_API_AUDIENCE: 'api://rewrap',
    REWRAP_TENANT_ID: '8d2a1f10-3b51-4f6c-9f0e-0c8f3a7b2e11',
    ...more,
  };
  return Registered.parse(
    JSON.parse(execFileSync(process.execPath, ['-e', before + loader], { encoding: 'utf8', env })),
  );
};

const triggersOf = (registered: z.infer<typeof Registered>) =>
  new Map(
    registered.flatMap(({ name, bindings }) =>
      bindings.flatMap((binding) => (binding.type.endsWith('Trigger') ? [[name, binding] as const] : [])),
    ),
  );

const HostJson = z.object({
  extensionBundle: z.object({ id: z.string(), version: z.string() }),
  functionTimeout: z.string(),
  logging: z.looseObject({
    applicationInsights: z.object({ samplingSettings: z.object({ excludedTypes: z.string() }) }),
  }),
  extensions: z.object({
    http: z.object({ routePrefix: z.string() }),
    queues: z.object({ maxDequeueCount: z.int(), visibilityTimeout: z.string() }),
    durableTask: z.looseObject({ hubName: z.string(), defaultVersion: z.string() }),
  }),
});
const hostJson = HostJson.parse(JSON.parse(readFileSync('host.json', 'utf8')));

/** Files beside the bundle that it loads, whenever that is. */
const besideIt = () =>
  [...readFileSync('dist/main.js', 'utf8').matchAll(/require\("\.\/([a-z-]+\.js)"\)/g)].map(([, file = '']) => file);

describe('the built bundle', () => {
  if (!existsSync('dist/main.js')) throw new Error('Expected dist/main.js. Run "npm run build" first.');
  const registered = registeredBy();
  const triggers = triggersOf(registered);
  const ofType = (type: string) => [...triggers].flatMap(([name, trigger]) => (trigger.type === type ? [name] : []));

  it('registers every workflow, every step and every operation of the API', () => {
    const names = (of: readonly { name: string }[]) => of.map(({ name }) => name).toSorted();
    expect(ofType('orchestrationTrigger').toSorted()).toEqual(names(workflows));
    expect(ofType('activityTrigger').toSorted()).toEqual(names(steps));
    expect(ofType('httpTrigger').toSorted()).toEqual(names(api));
  });

  it('R56: serves its routes below /api/, with one method each, and asks for no key of the host', () => {
    expect(hostJson.extensions.http.routePrefix).toBe('api');
    for (const { name, method, route } of api)
      expect(triggers.get(name)).toMatchObject({ authLevel: 'anonymous', methods: [method], route });
  });

  it('loads large packages when a step first needs them, from files beside it', () => {
    const files = new Set(besideIt());
    expect(files.size).toBeGreaterThan(0);
    for (const file of files) expect([file, existsSync(`dist/${file}`)]).toEqual([file, true]);
    expect(registeredBy({}, alone)).toEqual(registered);
  });

  it('is driven by events, by a timer and by nothing else', () => {
    const driven = ['orchestrationTrigger', 'activityTrigger', 'httpTrigger'];
    const others = [...triggers].filter(([, { type }]) => !driven.includes(type));
    expect(Object.fromEntries(others)).toEqual({
      lookAtStandby: expect.objectContaining({ type: 'timerTrigger', schedule: '0 35 5 * * *' }),
      onKeyVaultEvent: expect.objectContaining({ type: 'eventGridTrigger' }),
      onRoleChange: expect.objectContaining({ type: 'eventGridTrigger' }),
      selfTest: expect.objectContaining({ type: 'timerTrigger', schedule: '0 5 * * * *' }),
      sweep: expect.objectContaining({ type: 'timerTrigger', schedule: '0 */15 * * * *' }),
    });
  });

  it('fetches events from a queue, where the settings name one', () => {
    const withQueue = triggersOf(registeredBy({ REWRAP_EVENT_QUEUE: 'rewrap-events' }));
    expect(withQueue.get('onQueuedEvent')).toMatchObject({
      type: 'queueTrigger',
      queueName: 'rewrap-events',
      connection: 'REWRAP_EVENTS',
    });
    expect(withQueue.size).toBe(triggers.size + 1);
  });

  it('is the app for backups and nothing else, where the settings say for whom', () => {
    const apart = triggersOf(registeredBy({ REWRAP_BACKS_UP_FOR: '8d2a1f10-3b51-4f6c-9f0e-0c8f3a7b2e11' }));
    expect([...apart.keys()].toSorted()).toEqual(['health', 'keepBackup', 'lookAtBackups']);
    expect(apart.get('keepBackup')).toMatchObject({ authLevel: 'anonymous', methods: ['POST'], route: 'backups' });
  });

  it('takes a durable client wherever a workflow is started', () => {
    const withClient = registered.filter(({ bindings }) => bindings.some(({ type }) => type === 'durableClient'));
    const startNothing = [...ofType('orchestrationTrigger'), 'selfTest', 'lookAtStandby'];
    expect(withClient.map(({ name }) => name).toSorted()).toEqual(
      registered.flatMap(({ name }) => (startNothing.includes(name) ? [] : [name])).toSorted(),
    );
  });
});

describe('host.json', () => {
  it('takes extensions that know versions of workflows and the Durable Task Scheduler, and no other major version', () => {
    const [, major = 0, minor = 0, below] =
      /^\[(\d+)\.(\d+)\.\d+, (\d+)\.0\.0\)$/.exec(hostJson.extensionBundle.version) ?? [];
    expect(hostJson.extensionBundle.id).toBe('Microsoft.Azure.Functions.ExtensionBundle');
    expect([Number(major), Number(below)]).toEqual([4, 5]);
    expect(Number(minor)).toBeGreaterThanOrEqual(32);
  });

  it('keeps what alert rules look for out of the sampling', () => {
    const excluded = hostJson.logging.applicationInsights.samplingSettings.excludedTypes.split(';');
    expect(excluded).toEqual(expect.arrayContaining(['Trace', 'Request', 'Exception']));
  });

  it('names a hub that every backend takes', () => {
    expect(hostJson.extensions.durableTask.hubName).toMatch(/^[A-Za-z][A-Za-z\d]{2,44}$/);
    expect(hostJson.extensions.durableTask.defaultVersion).toMatch(/^\d+\.\d+$/);
  });
});
