import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blobEndpointOf, connectionStringOf, startAzurite } from './azurite';
import { localAuthority } from './certificate-authority';
import type { EmulatorsConfig } from './control/emulators-config';
import { containers } from './estate/application-data';
import { rewrapIdentity, type Team } from './estate/company';
import { policyText, sinkSettings } from './estate/policy';
import type { Child } from './process/child';
import { freePorts } from './process/ports';
import type { Run } from './process/run';

/** Where everything of a running estate is. */
export interface Places {
  readonly appUrl: string;
  readonly armUrl: string;
  readonly vaults: Readonly<Record<Team, string>>;
  readonly storage: string;
  readonly blobEndpoint: string;
  /** PEM of the authority that signed the emulators' certificates. */
  readonly caFile: string;
  /** The host's journal. */
  readonly journal: string;
}

export interface RunningEstate extends Places {
  readonly emulators: Child;
  /** The app's host as it runs now. */
  readonly host: () => Child;
  /** Ends the host as a crash would. */
  crashHost(): Promise<void>;
  /** Starts the host again where it was. `env` is added to what it is told. */
  startHost(env?: Readonly<Record<string, string>>): Promise<void>;
}

export interface EstateWishes {
  readonly port: number;
  /** The project: its build lies in dist/. */
  readonly root: string;
  /** Vaults beside those of the estate. */
  readonly otherVaults?: readonly string[];
  /** Hears of each part that is ready. */
  readonly onReady?: (what: string) => void;
}

const apiAudience = 'api://rewrap';

/** Starts Azurite, the emulators and the app's host side by side; resolves when all do their work. */
export async function startEstate(run: Run, wishes: EstateWishes): Promise<RunningEstate> {
  const { port, root, otherVaults = [], onReady = () => undefined } = wishes;
  const [control = 0, topic = 0, arm = 0, blob = 0, table = 0, ...vaultPorts] = await freePorts(9);
  const [payments = 0, ledger = 0, platform = 0, treasury = 0] = vaultPorts;
  const home = join(root, '.local');
  const urlOf = (at: number) => `https://localhost:${at}`;
  const vaults = {
    payments: urlOf(payments),
    ledger: urlOf(ledger),
    platform: urlOf(platform),
    treasury: urlOf(treasury),
  };
  const controlUrl = `http://localhost:${control}`;
  const places: Places = {
    vaults,
    appUrl: `http://localhost:${port}`,
    armUrl: urlOf(arm),
    storage: connectionStringOf({ blob, table }),
    blobEndpoint: blobEndpointOf({ blob }),
    caFile: (await localAuthority(home)).caFile,
    journal: join(run.folder, 'journal.jsonl'),
  };
  const config: EmulatorsConfig = {
    home,
    ports: { control, topic, arm, payments, ledger, platform, treasury },
    appUrl: places.appUrl,
    storage: places.storage,
    identityHeader: randomBytes(24).toString('hex'),
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    topicKey: randomBytes(32).toString('base64'),
  };
  const configFile = join(run.folder, 'emulators.json');
  const policyFile = join(run.folder, 'policy.yaml');
  await Promise.all([
    writeFile(configFile, JSON.stringify(config), { mode: 0o600 }),
    writeFile(
      policyFile,
      policyText({
        vaults,
        otherVaults,
        containers: containers.map(({ container }) => `${places.blobEndpoint}/${container}`),
        topic: `${urlOf(topic)}/topic/api/events`,
      }),
    ),
  ]);

  const environment = {
    NODE_EXTRA_CA_CERTS: await trustedBy(run, places.caFile),
    IDENTITY_ENDPOINT: `${controlUrl}/msi/token`,
    IDENTITY_HEADER: config.identityHeader,
    REWRAP_CLOUD: 'local',
    REWRAP_POLICY: policyFile,
    REWRAP_STORAGE: places.storage,
    REWRAP_API_AUDIENCE: apiAudience,
    REWRAP_TOKEN_ISSUERS: controlUrl,
    REWRAP_JWKS_URL: `${controlUrl}/.well-known/jwks.json`,
    REWRAP_OWN_IDENTITIES: rewrapIdentity.principalId,
    REWRAP_ARM_ENDPOINT: places.armUrl,
    [sinkSettings.webhookUrl]: `${controlUrl}/webhook/on-call`,
    [sinkSettings.webhookSecret]: config.webhookSecret,
    [sinkSettings.topicKey]: config.topicKey,
  };
  const startHost = (env: Readonly<Record<string, string>> = {}) =>
    run.start({
      name: 'host',
      command: [
        join(root, 'dist/local/host.js'),
        '--app',
        root,
        '--port',
        String(port),
        '--journal',
        places.journal,
        '--control',
        controlUrl,
      ],
      env: { ...environment, ...env },
      isReady: (line) => line.startsWith('host ready'),
    });
  const startEmulators = () =>
    run.start({
      name: 'emulators',
      command: [join(root, 'dist/local/emulators.js'), configFile],
      isReady: (line) => line === 'emulators are ready',
    });
  const told = async <T>(what: string, starting: Promise<T>): Promise<T> => {
    const result = await starting;
    onReady(what);
    return result;
  };

  const [emulators, firstHost] = await Promise.all([
    told('Key vaults, Managed HSM, Azure Resource Manager, Event Grid', startEmulators()),
    told('Functions host with the app', startHost()),
    told('Azurite', startAzurite(run, { blob, table })),
  ]);
  let host = firstHost;
  return {
    ...places,
    emulators,
    host: () => host,
    crashHost: () => host.kill(),
    async startHost(env) {
      host = await startHost(env);
    },
  };
}

/** One file with our authority and those that the caller trusts already, such as another vault's. */
async function trustedBy(run: Run, caFile: string): Promise<string> {
  const theirs = process.env['NODE_EXTRA_CA_CERTS'];
  if (!theirs) return caFile;
  const bundle = join(run.folder, 'trusted.pem');
  const parts = await Promise.all([caFile, theirs].map((file) => readFile(file, 'utf8')));
  await writeFile(bundle, parts.join('\n'));
  return bundle;
}
