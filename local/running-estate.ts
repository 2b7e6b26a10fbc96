import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appEnvironment } from './app-environment';
import { blobEndpointOf, connectionStringOf, startAzurite, tableEndpointOf } from './azurite';
import { localAuthority } from './certificate-authority';
import { EmulatorsConfig } from './control/emulators-config';
import { containers, tables } from './estate/application-data';
import type { Team } from './estate/company';
import { crowdSubscriptions } from './estate/crowd';
import { policyText } from './estate/policy';
import { freePorts } from './process/ports';
import type { Run } from './process/run';

/** Where everything of a running estate is. */
export interface Places {
  readonly appUrl: string;
  readonly armUrl: string;
  readonly vaults: Readonly<Record<Team, string>>;
  /** Connection string of Azurite. */
  readonly storage: string;
  /** PEM of the authority that signed the emulators' certificates. */
  readonly caFile: string;
  /** The host's journal. */
  readonly journal: string;
}

export interface RunningEstate extends Places {
  /** Ends the host as a crash would. */
  crashHost(): Promise<void>;
  /** Starts the host again where it was. `env` is added to what it is told. */
  startHost(env?: Readonly<Record<string, string>>): Promise<void>;
}

export interface EstateWishes {
  /** Port of the app. */
  readonly port: number;
  /** Folder of the project: its build lies in dist/. */
  readonly root: string;
  /** Vaults beside those of the estate. */
  readonly otherVaults?: readonly string[];
  /** Storage accounts that use one key of the estate, beside its dependents: for measurements. */
  readonly crowd?: number;
  /** Subscriptions over which they are spread; by default one for each 50. */
  readonly crowdSubscriptions?: number;
  /** Keys that the crowd is spread over; by default one of the estate. */
  readonly crowdKeys?: number;
  /** How many times the documented rates of Azure Resource Manager hold. */
  readonly armScale?: number;
  /** Further settings of the app. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Hears of each part that is ready. */
  readonly onReady?: (what: string) => void;
}

/** Starts Azurite, the emulators and the app's host side by side; resolves when all do their work. */
export async function startEstate(run: Run, wishes: EstateWishes): Promise<RunningEstate> {
  const { port, root, otherVaults = [], crowd = 0, armScale = 1, onReady = () => undefined } = wishes;
  const subscriptions = wishes.crowdSubscriptions;
  const home = join(root, '.local');
  const appUrl = `http://localhost:${port}`;
  const [blob = 0, table = 0, ...others] = await freePorts(2 + portNames.length);
  const config = configOf({
    home,
    appUrl,
    crowd,
    armScale,
    ...(wishes.crowdKeys !== undefined && { crowdKeys: wishes.crowdKeys }),
    ...(subscriptions !== undefined && { crowdSubscriptions: subscriptions }),
    storage: connectionStringOf({ blob, table }),
    ports: others,
  });
  const { caFile } = await localAuthority(home);
  const files = {
    config: join(run.folder, 'emulators.json'),
    policy: join(run.folder, 'policy.yaml'),
    trusted: await trustedBy(run, caFile),
  };
  const places: Places = {
    appUrl,
    caFile,
    armUrl: https(config.ports.arm),
    vaults: vaultsOf(config),
    storage: config.storage,
    journal: join(run.folder, 'journal.jsonl'),
  };
  const policy = policyText({
    vaults: places.vaults,
    otherVaults,
    otherSubscriptions: crowdSubscriptions({ size: crowd, subscriptions }),
    containers: containers.map(({ container }) => `${blobEndpointOf({ blob })}/${container}`),
    tables: tables.map((plan) => `${tableEndpointOf({ table })}/${plan.table}`),
    topic: `${https(config.ports.topic)}/topic/api/events`,
  });
  await Promise.all([
    writeFile(files.config, JSON.stringify(config), { mode: 0o600 }),
    writeFile(files.policy, policy),
  ]);

  const options = { app: root, port, journal: places.journal, control: `http://localhost:${config.ports.control}` };
  const startHost = (env: Readonly<Record<string, string>> = {}) =>
    run.start({
      name: 'host',
      command: [
        join(root, 'dist/local/host.js'),
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ],
      env: { ...appEnvironment(config, files), ...wishes.settings, ...env },
      isReady: (line) => line.startsWith('host ready'),
    });
  const startEmulators = () =>
    run.start({
      name: 'emulators',
      command: [join(root, 'dist/local/emulators.js'), files.config],
      isReady: (line) => line === 'emulators are ready',
    });
  const told = async <T>(what: string, starting: Promise<T>): Promise<T> => {
    const result = await starting;
    onReady(what);
    return result;
  };

  let [host] = await Promise.all([
    told('the Functions host with the app', startHost()),
    told('key vaults, Managed HSM, Azure Resource Manager, Event Grid', startEmulators()),
    told('Azurite', startAzurite(run, root, { blob, table })),
  ]);
  return {
    ...places,
    crashHost: () => host.kill(),
    async startHost(env) {
      host = await startHost(env);
    },
  };
}

const https = (port: number) => `https://localhost:${port}`;

interface Given extends Pick<
  EmulatorsConfig,
  'home' | 'appUrl' | 'storage' | 'crowd' | 'crowdKeys' | 'crowdSubscriptions' | 'armScale'
> {
  readonly ports: readonly number[];
}

const ports = EmulatorsConfig.shape.ports;
const portNames = ports.keyof().options;

const configOf = (given: Given): EmulatorsConfig => ({
  ...given,
  ports: ports.parse(Object.fromEntries(portNames.map((name, n) => [name, given.ports[n]]))),
  identityHeader: randomBytes(24).toString('hex'),
  webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
  topicKey: randomBytes(32).toString('base64'),
});

const vaultsOf = ({ ports }: EmulatorsConfig): Places['vaults'] => ({
  payments: https(ports.payments),
  ledger: https(ports.ledger),
  platform: https(ports.platform),
  treasury: https(ports.treasury),
  standby: https(ports.standby),
});

/** One file with our authority and those that the caller trusts already, such as another vault's. */
async function trustedBy(run: Run, caFile: string): Promise<string> {
  const theirs = process.env['NODE_EXTRA_CA_CERTS'];
  if (!theirs) return caFile;
  const bundle = join(run.folder, 'trusted.pem');
  const parts = await Promise.all([caFile, theirs].map((file) => readFile(file, 'utf8')));
  await writeFile(bundle, parts.join('\n'));
  return bundle;
}
