import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm, type Arm } from '../../local/arm/arm';
import { sweepKeys } from '../../orchestrations/steps/sweep-keys';
import { armClient } from '../../shared/azure/arm-client';
import { armDependents } from '../../shared/dependents/arm-dependents';
import { KeyUrl } from '../../shared/keys/key-url';
import { patiently } from '../../shared/pacing/asking';
import { ownLender } from '../../shared/pacing/lender';
import { sharedBudget } from '../../shared/pacing/shared-budget';
import { Policy } from '../../shared/policy/policy';
import { fakeWorld } from '../../test/fakes/fake-world';
import { Simulation } from '../../test/simulation';
import { VirtualClock } from '../../test/virtual-clock';

const endpoint = 'https://management.local';
const subscriptions = Array.from(
  { length: 20 },
  (_, n) => `00000000-0000-0000-0000-${String(n + 1).padStart(12, '0')}`,
);

/** As host.json says. */
const stepsAtOnce = 20;
/** What calls within a region take, of a vault, of Azure Resource Manager and of storage. Milliseconds, an estimate. */
const takes = { vault: 20, arm: 60, storage: 8 };

const version = '1'.repeat(32);

/** Vaults with as many keys each; every second key has a resource that is pinned to it. */
export const manyVaults = ({ vaults, keysPerVault }: { vaults: number; keysPerVault: number }) => {
  let underWay = 0;
  const turns = async () => {
    do await new Promise(setImmediate);
    while (underWay > 0);
  };
  const clock = new VirtualClock('2027-03-01T12:00:00Z', turns);
  const pause = (ms: number) => clock.alarm(new Date(clock.now().getTime() + ms)).rings;

  const hosts = Array.from({ length: vaults }, (_, n) => `vault${n}.vault.azure.net`);
  const names = Array.from({ length: keysPerVault }, (_, n) => `key${n}`);
  const policy = Policy.parse({
    scope: { subscriptions, vaults: hosts.map((host) => `https://${host}`) },
    classes: [{ name: 'all', cryptoperiod: 'P365D' }],
  });

  const key = (host: string, name: string) => KeyUrl.parse(`https://${host}/keys/${name}`);
  const emulator = createArm({
    now: clock.now,
    authorise: async () => ({ principal: 'rewrap', may: () => true }),
    keys: { version: () => ({ version, enabled: true, created: clock.now() }) },
    throttle: { clock: () => clock.now().getTime() },
    subscriptions,
  });
  const fakes = fakeWorld({ now: clock.now, policy });
  const born = clock.now().toISOString();
  const expiresOn = new Date(clock.now().getTime() + 300 * 86_400_000).toISOString();
  for (const [n, host] of hosts.entries())
    for (const [m, name] of names.entries()) {
      fakes.keys.addKey(key(host, name), { version, createdOn: born, expiresOn });
      if (m % 2 === 0)
        emulator.put(account(subscriptions[n % subscriptions.length] ?? '', `db${n}x${m}`, key(host, name)));
    }

  let queries = 0;
  const httpClient: HttpClient = {
    async sendRequest(request) {
      await pause(takes.arm);
      if (/resourcegraph/i.test(request.url)) queries += 1;
      underWay += 1;
      try {
        return await answer(emulator, request);
      } finally {
        underWay -= 1;
      }
    },
  };
  const budget = sharedBudget({ lender: ownLender(), clock: { now: () => clock.now().getTime(), sleep: pause } });
  const credential = { getToken: async () => ({ token: 'token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  const arm = armClient({ endpoint, scope: `${endpoint}/.default`, credential, httpClient, budget });

  let keyReads = 0;
  const slow = <T extends object>(port: T, ms: number): T =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]): Promise<unknown> => {
          await pause(ms);
          if (ms === takes.vault) keyReads += 1;
          // The fake lists its calls for tests: ten thousand keys' are of no use here.
          fakes.keys.calls.splice(0);
          return Reflect.apply(method, target, given);
        };
      },
    });
  const resources = armDependents({ arm, now: clock.now, identities: ['rewrap'] });
  const world = new Simulation(
    {
      ...fakes,
      keys: slow(fakes.keys, takes.vault),
      records: slow(fakes.records, takes.storage),
      posture: slow(fakes.posture, takes.storage),
      dependents: { ...resources, find: (...asked) => patiently(() => resources.find(...asked)) },
    },
    clock,
  ).world;

  const sweepOne = async (host: string): Promise<number> => {
    let keys = 0;
    let from: string | undefined;
    do {
      const page = await sweepKeys.run({ vault: `https://${host}`, ...(from !== undefined && { from }) }, world);
      keys += page.keys;
      from = page.next;
    } while (from !== undefined);
    return keys;
  };

  return {
    heapBeforeMb: process.memoryUsage().heapUsed / 1_048_576,
    throttled: () => emulator.throttled(),
    alerts: () => fakes.alerts.raised.length,
    async sweep() {
      const start = clock.now().getTime();
      let seconds = 0;
      const left = [...hosts];
      const worker = async () => {
        let keys = 0;
        for (let host = left.shift(); host !== undefined; host = left.shift()) keys += await sweepOne(host);
        return keys;
      };
      const swept = Promise.all(Array.from({ length: stepsAtOnce }, worker)).then((counts) => {
        seconds = (clock.now().getTime() - start) / 1_000;
        return counts.reduce((sum, count) => sum + count, 0);
      });
      await clock.run();
      return { keys: await swept, seconds, keyReads, queries };
    },
  };
};

const account = (subscription: string, name: string, key: KeyUrl) => ({
  id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/${name}`,
  location: 'westeurope',
  properties: { keyVaultKeyUri: `${key}/${version}` },
});

const answer = async (emulator: Arm, request: Parameters<HttpClient['sendRequest']>[0]) => {
  const { url, method, body } = request;
  const sent = new Request(url, {
    method,
    headers: request.headers.toJSON(),
    ...(typeof body === 'string' && { body }),
  });
  const response = await emulator.fetch(sent);
  const headers = createHttpHeaders(Object.fromEntries(response.headers));
  return { request, status: response.status, headers, bodyAsText: await response.text() };
};
