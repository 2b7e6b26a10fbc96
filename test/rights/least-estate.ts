import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm } from '../../local/arm/arm';
import { createVault, type KeySeed, type VaultOptions } from '../../local/key-vault/vault';
import { generate } from '../../local/key-vault/material/generate';
import type { Material, MaterialSpec } from '../../local/key-vault/material/material';
import { createSearch } from '../../local/search/search';
import { armClient } from '../../shared/azure/arm-client';
import { cloudOf } from '../../shared/azure/clouds';
import { searchClient } from '../../shared/azure/search-client';
import { dependents } from '../../shared/dependents/dependents';
import { keyId, KeyUrl } from '../../shared/keys/key-url';
import { keyVaultKeys } from '../../shared/keys/key-vault-keys';
import type { Policy } from '../../shared/policy/policy';
import { armVaults } from '../../shared/posture/arm-vaults';
import type { RotationRequest } from '../../shared/rotations/request';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { fakeWorld } from '../fakes/fake-world';
import { aContainer, aShelf, blobsAlone, dataKey } from '../shared/dependents/blobs/application';
import { Simulation } from '../simulation';
import { VirtualClock } from '../virtual-clock';

/** Rights as they are granted: each caller's by the token that names him. */
export interface Grants {
  readonly rotate: readonly string[];
  readonly retire: readonly string[];
  readonly backUp: readonly string[];
  /** At resources, which only the first identity has. */
  readonly arm: readonly string[];
}

type Who = 'rotate' | 'retire' | 'backUp';

const materials = new Map<string, Promise<Material>>();

/** Made once for all: what is in a key matters to nobody here. */
const sameMaterial = (spec: MaterialSpec): Promise<Material> => {
  const name = JSON.stringify(spec);
  const made = materials.get(name) ?? generate(spec);
  materials.set(name, made);
  return made;
};

const identityOf = (token: string) => ({
  getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

/** The host of a vault of each kind. */
export const hosts = {
  premium: 'https://payments.vault.azure.net',
  'managed-hsm': 'https://payments.managedhsm.azure.net',
};

/**
 * The real workflows, steps and adapters before emulators that let each caller do what he is granted and nothing else, in one
 * process. What was asked for is in `used` and `refused`.
 */
export const leastEstate = ({
  flavour = 'premium' as keyof typeof hosts,
  grants,
  policy,
}: {
  flavour?: keyof typeof hosts;
  grants: Grants;
  policy: Policy;
}) => {
  let onTheWay = 0;
  /** Calls take several turns of the event loop; nobody moves the clock while one is under way. */
  const settle = async () => {
    for (let quiet = 0; quiet < 10; quiet = onTheWay === 0 ? quiet + 1 : 0) await new Promise(setImmediate);
  };
  const clock = new VirtualClock('2027-03-01T12:00:00.000Z', settle);
  const { now } = clock;
  const used = new Set<string>();
  const refused = new Set<string>();
  const noted = (isGranted: boolean, what: string): boolean => {
    (isGranted ? used : refused).add(what.toLowerCase());
    return isGranted;
  };

  const wireTo = (answer: (request: Request) => Promise<Response> | Response): HttpClient => ({
    async sendRequest(request) {
      onTheWay += 1;
      try {
        const { url, method } = request;
        const body = typeof request.body === 'string' ? { body: request.body } : {};
        const response = await answer(new Request(url, { method, headers: request.headers.toJSON(), ...body }));
        const headers = createHttpHeaders(Object.fromEntries(response.headers));
        return { request, status: response.status, headers, bodyAsText: await response.text() };
      } finally {
        onTheWay -= 1;
      }
    },
  });

  const letIn: NonNullable<VaultOptions['authorise']> = async (token, { dataAction }) => {
    if (!(token in grants)) return 'ok';
    const isGranted = grants[token as Who].includes(dataAction);
    return noted(isGranted, `${token} ${dataAction}`)
      ? 'ok'
      : { status: 403, code: 'ForbiddenByRbac', message: `Caller is not authorized to perform ${dataAction}.` };
  };
  const baseUrl = hosts[flavour];
  const vault = createVault({
    name: 'payments',
    flavour,
    baseUrl,
    now,
    authorise: letIn,
    generate: sameMaterial,
    throttle: false,
  });
  const vaultWire = wireTo((request) => vault.fetch(request));
  const cloud = cloudOf({ cloud: 'public' });
  const keysOf = (token: string) =>
    keyVaultKeys({
      cloud,
      now,
      credential: identityOf(token),
      duties: { retire: identityOf('retire'), backUp: identityOf('backUp') },
      httpClient: vaultWire,
    });
  const keys = keysOf('rotate');

  const lookup = {
    version: (host: string, name: string, version?: string) => {
      const found = host === new URL(baseUrl).host ? vault.keyVersion(name, version) : undefined;
      return found && { version: found.version, enabled: found.enabled, created: found.createdOn };
    },
  };
  const isGiven = (action: string) => grants.arm.some((each) => each.toLowerCase() === action.toLowerCase());
  const authorise = async () => ({
    principal: 'rewrap',
    may: (action: string) => noted(isGiven(action), action),
  });
  /** So much time between two calls that nothing is throttled: to wait would take real time. */
  let hours = 0;
  const emulator = createArm({
    now,
    keys: lookup,
    authorise,
    subscriptions: policy.scope.subscriptions,
    throttle: { clock: () => (hours += 3_600_000) },
  });
  const endpoint = 'https://management.local';
  const arm = armClient({
    endpoint,
    scope: `${endpoint}/.default`,
    credential: identityOf('rotate'),
    httpClient: wireTo((request) => emulator.fetch(request)),
  });
  const services = () => emulator.list().filter(({ type }) => type === 'Microsoft.Search/searchServices');
  const search = createSearch({ authorise, keys: lookup, services: () => services().map(({ name }) => name) });

  const container = aContainer();
  const world = {
    ...fakeWorld({ now, policy }),
    keys,
    vaults: armVaults({ arm, now }),
    dependents: dependents({
      ...blobsAlone,
      arm,
      now,
      search: searchClient({
        endpoint: 'https://search.local/{service}',
        scope: 'https://search.azure.com/.default',
        credential: identityOf('rotate'),
        httpClient: wireTo((request) => search.fetch(request)),
      }),
      blobs: container.store,
      wrapping: keys,
      shelf: aShelf(),
      policy: async () => policy,
      identities: ['rewrap'],
    }),
  };
  const names = new Set<string>();
  const simulation = new Simulation(world, clock);
  const urlOf = (name: string) => KeyUrl.parse(`${baseUrl}/keys/${name}`);
  const application = keysOf('application');

  return {
    clock,
    world,
    simulation,
    vault,
    emulator,
    search,
    refused,
    /** What was granted and never asked for, as "who right". */
    unused: () => {
      const { arm: atResources, ...inVaults } = grants;
      const granted = Object.entries(inVaults).flatMap(([who, list]) => list.map((right) => `${who} ${right}`));
      return [...granted, ...atResources].filter((right) => !used.has(right.toLowerCase())).toSorted();
    },
    urlOf,
    /** Puts a key into the vault; answers its version. */
    async addKey(seed: KeySeed) {
      names.add(seed.name);
      const [version = ''] = await vault.seedKey(seed);
      return version;
    },
    /** Puts a blob into the container of application data, whose data key that version has wrapped. */
    async addBlob(name: string, key: string, version: string) {
      const wrapped = await application.wrap({ key: urlOf(key), version, algorithm: 'RSA-OAEP-256', value: dataKey });
      const encryptiondata = JSON.stringify({
        EncryptionMode: 'FullBlob',
        WrappedContentKey: {
          KeyId: `${urlOf(key)}/${version}`,
          EncryptedKey: Buffer.from(wrapped).toString('base64'),
          Algorithm: 'RSA-OAEP-256',
        },
        EncryptionAgent: { Protocol: '2.0', EncryptionAlgorithm: 'AES_GCM_256' },
        EncryptedRegionInfo: { DataLength: 4_194_304, NonceLength: 12 },
        KeyWrappingMetadata: { EncryptionLibrary: '.NET 12.18.0' },
      });
      container.blobs.push({ name, etag: '1', metadata: { encryptiondata } });
    },
    async rotate(name: string, cause: RotationRequest['cause'] = 'manual') {
      const key = urlOf(name);
      const id = `${keyId(key)}-test`;
      names.add(name);
      await requestRotation(simulation.world, {
        id,
        key,
        cause,
        reason: 'a test',
        requestedBy: 'test',
        requestedAt: now().toISOString(),
        ...(cause === 'compromise' && { incidentId: 'INC-1' }),
      });
    },
    /** Whatever was written down or told. */
    async told() {
      const all = [...names].map(async (name) => {
        const records = await world.records.ofKey(urlOf(name));
        const request = await world.requests.get(`${keyId(urlOf(name))}-test`);
        const moves = await Promise.all(records.map(({ id }) => world.records.moves(id)));
        const steps = await Promise.all(records.map(({ id }) => world.records.steps(id)));
        return { records, request, moves: moves.flat(), steps };
      });
      return { keys: await Promise.all(all), alerts: world.alerts.raised };
    },
  };
};
export type LeastEstate = ReturnType<typeof leastEstate>;
