import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm } from '../../../local/arm/arm';
import { specOf } from '../../../local/key-vault/key-flavours';
import { generate } from '../../../local/key-vault/material/generate';
import { createVault, type VaultOptions } from '../../../local/key-vault/vault';
import type { Subscribed } from '../../../shared/access/directory-events';
import type { SinkReport } from '../../../shared/alerts/sink-report';
import { armClient } from '../../../shared/azure/arm-client';
import { queueLength } from '../../../shared/azure/queue-length';
import { cloudOf } from '../../../shared/azure/clouds';
import { checks } from '../../../shared/doctor/checks';
import { Diagnosis } from '../../../shared/doctor/diagnosis';
import type { Doors } from '../../../shared/doctor/doors';
import { examine } from '../../../shared/doctor/examine';
import { vaultDoor } from '../../../shared/doctor/vault-door';
import { neededActions } from '../../../shared/dependents/needed-actions';
import type { Duty } from '../../../shared/keys/key-rights';
import { armVaults } from '../../../shared/posture/arm-vaults';
import type { Receiver } from '../../../shared/posture/deliveries';
import { ledger } from '../../examples';
import { fakeAccess } from '../../fakes/fake-access';
import { fakeAudit } from '../../fakes/fake-audit';
import { fakeDependents } from '../../fakes/fake-dependents';
import { fakeKeys } from '../../fakes/fake-keys';
import { fakeStores } from '../../fakes/fake-stores';
import { aPolicy } from '../policy/a-policy';

export const vault = 'https://payments.vault.azure.net';
export const subscription = '00000000-0000-0000-0000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
/** The clean vault of the first one. */
export const cleanVault = 'https://standby.vault.azure.net';

export const vaultIdOf = (url: string) =>
  `${group}/providers/Microsoft.KeyVault/vaults/${new URL(url).hostname.split('.')[0]}`;
const topicOf = (url: string) => `${group}/providers/Microsoft.EventGrid/systemTopics/rewrap-${new URL(url).hostname}`;
export const deliveryOf = (url: string) => `${topicOf(url)}/eventSubscriptions/rewrap`;
export const delivery = deliveryOf(vault);
export const toUs = {
  destination: { endpointType: 'AzureFunction', properties: { resourceId: '/sites/app/functions/onKeyVaultEvent' } },
};

/** A vault as Azure Resource Manager shows it. */
export const asShown = (url: string) => ({
  vaultUri: `${url}/`,
  enableRbacAuthorization: true,
  enablePurgeProtection: true,
  sku: { family: 'A', name: 'premium' },
});

const roleTopic = `${group}/providers/Microsoft.EventGrid/systemTopics/rewrap-roles`;
export const roleDelivery = `${roleTopic}/eventSubscriptions/rewrap-roles`;
export const rolesToUs = {
  destination: { endpointType: 'AzureFunction', properties: { resourceId: '/sites/app/functions/onRoleChange' } },
};

type Fetch = (request: Request) => Promise<Response> | Response;

const wireTo = (fetchIt: Fetch): HttpClient => ({
  async sendRequest(request) {
    const { url, method } = request;
    const body = typeof request.body === 'string' ? { body: request.body } : {};
    const response = await fetchIt(new Request(url, { method, headers: request.headers.toJSON(), ...body }));
    const headers = createHttpHeaders(Object.fromEntries(response.headers));
    return { request, status: response.status, headers, bodyAsText: await response.text() };
  },
});

/** Making one takes longer than all the rest. */
const material = generate(specOf('RSA', {}));

/** An identity by the token that it shows. */
const identityOf = (token: string) => ({
  getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

/**
 * An installation in one process that lacks nothing: real clients before the emulated vault and Azure Resource Manager. Tests
 * plant their defects in `site`, and ask the doctor.
 */
export const aPractice = async () => {
  const site = {
    now: new Date('2027-03-01T12:00:00Z'),
    vaultClock: new Date('2027-03-01T12:00:00Z'),
    vaults: [vault],
    standby: [{ vault: cleanVault }] as object[],
    own: ['rewrap'],
    subscriptions: [subscription],
    /** What the vault says to a caller, by his token; the token is the duty. */
    letsIn: (async () => 'ok') as NonNullable<VaultOptions['authorise']>,
    letsInToCleanVault: (async () => 'ok') as NonNullable<VaultOptions['authorise']>,
    actions: ['*/read', ...neededActions],
    mayRead: true,
    selfTest: { topicEndpoint: 'https://self-test.eventgrid.azure.net/api/events' } as object | undefined,
    deadLetters: [] as string[],
    receiver: { site: 'app' } as Receiver,
    poison: 0,
    subscribed: [{ resource: 'users', expiresOn: '2027-03-20T00:00:00Z' }] as Subscribed[],
    sinks: [{ name: 'on-call', missing: [] }] as SinkReport[],
    policyProblem: undefined as string | undefined,
    tokenProblem: undefined as string | undefined,
    placeProblem: undefined as string | undefined,
  };
  const now = () => site.now;
  const emulatedVault = createVault({
    generate: () => material,
    name: 'payments',
    flavour: 'standard',
    baseUrl: vault,
    now: () => site.vaultClock,
    authorise: (token, call) => site.letsIn(token, call),
  });
  await emulatedVault.seedKey({ name: 'ledger', kty: 'RSA' });
  const emulatedCleanVault = createVault({
    generate: () => material,
    name: 'standby',
    flavour: 'premium',
    baseUrl: cleanVault,
    now: () => site.vaultClock,
    authorise: (token, call) => site.letsInToCleanVault(token, call),
  });
  const vaultAt = (url: string) => (url.startsWith(cleanVault) ? emulatedCleanVault : emulatedVault);
  const emulatedArm = createArm({
    now,
    keys: { version: () => undefined },
    authorise: async () => ({
      principal: 'rewrap',
      may: () => site.mayRead,
      permissions: () => [{ actions: site.actions, notActions: [], dataActions: [], notDataActions: [] }],
    }),
  });
  for (const url of [vault, cleanVault]) {
    emulatedArm.put({ id: vaultIdOf(url), location: 'westeurope', properties: asShown(url) });
    emulatedArm.put({ id: topicOf(url), properties: { source: vaultIdOf(url) } });
    emulatedArm.put({ id: deliveryOf(url), properties: toUs });
  }
  emulatedArm.put({ id: roleTopic, properties: { source: `/subscriptions/${subscription}` } });
  emulatedArm.put({ id: roleDelivery, properties: rolesToUs });
  emulatedArm.put({ id: `${group}/providers/Microsoft.Storage/storageAccounts/store`, properties: {} });

  const endpoint = 'https://management.local';
  const arm = armClient({
    endpoint,
    scope: `${endpoint}/.default`,
    credential: identityOf('rotate'),
    httpClient: wireTo((request) => emulatedArm.fetch(request)),
  });
  const cloud = cloudOf({ cloud: 'public' });
  const policy = async () =>
    aPolicy({
      scope: { subscriptions: site.subscriptions, vaults: [...site.vaults, cleanVault] },
      standby: site.standby,
      selfTest: site.selfTest,
    });
  const { vaultPosture, selfTests } = fakeStores({ now });
  await vaultPosture.put({ vault, findings: [], asOf: site.now.toISOString() });
  const audit = fakeAudit({ now });
  const keys = fakeKeys({ now });
  keys.addKey(ledger);
  const dependents = fakeDependents({ now });
  const access = fakeAccess({ now });
  audit.declare();
  const asked: string[] = [];
  const failing = async (problem: string | undefined) => {
    if (problem !== undefined) throw new Error(problem);
  };

  const doors: Doors = {
    now,
    cloud,
    policy,
    policyAt: 'policy.yaml',
    readPolicy: async () => {
      await failing(site.policyProblem);
      return policy();
    },
    ownDuties: ['retire', 'backUp'],
    token: () => failing(site.tokenProblem),
    askVault: vaultDoor({
      cloud,
      credentialOf: (duty: Duty) => identityOf(duty),
      httpClient: wireTo((request) => vaultAt(request.url).fetch(request)),
    }),
    keys,
    dependents,
    access,
    get ownIdentities() {
      return site.own;
    },
    arm,
    vaults: {
      look: (...asked) => armVaults({ arm, now, receiver: site.receiver }).look(...asked),
      secrets: async () => undefined,
    },
    audit,
    places: [{ name: 'tables', duty: 'rotate', write: () => failing(site.placeProblem) }],
    deadLetters: async () => site.deadLetters,
    get receiver() {
      return site.receiver;
    },
    queueLength: queueLength({
      accountName: 'rewrapstate',
      suffix: cloud.storageSuffix,
      credential: identityOf('rotate'),
      httpClient: wireTo((request) => {
        asked.push(request.url);
        const headers = { 'x-ms-approximate-messages-count': String(site.poison) };
        return new Response(null, site.poison < 0 ? { status: 403 } : { headers });
      }),
    }),
    sinks: async () => site.sinks,
    vaultPosture,
    selfTests,
    directoryEvents: { tend: async () => site.subscribed },
  };
  /** Every key and version that the vault holds. */
  const versions = async () => {
    const listing = await emulatedVault.fetch(
      new Request(`${vault}/keys?api-version=7.6`, { headers: { authorization: 'Bearer rotate' } }),
    );
    const bundle = emulatedVault.keyVersion('ledger');
    return { listing: await listing.json(), current: bundle?.version, enabled: bundle?.enabled };
  };
  return {
    asked,
    versions,
    site,
    keys,
    dependents,
    access,
    arm: emulatedArm,
    audit,
    doors,
    ask: () => examine(checks, doors),
  };
};

/** What is found once a defect is planted, each as "code at subject". */
export const found = async (plant: (practice: Awaited<ReturnType<typeof aPractice>>) => void | Promise<void>) => {
  const practice = await aPractice();
  await plant(practice);
  const { findings, well } = Diagnosis.parse(await practice.ask());
  return { findings, well, told: findings.map(({ code, subject }) => `${code} at ${subject}`) };
};
