/** Entry point of the app: settings become ports, ports become the world, and the host learns every function. */
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRemoteJWKSet } from 'jose';
import { steps, workflows } from '../orchestrations';
import { directoryIn } from '../shared/access/directory';
import { directoryEventsIn } from '../shared/access/directory-events';
import { accessIn } from '../shared/access/gather-access';
import { hsmDoors } from '../shared/access/hsm-doors';
import { outboxIn } from '../shared/alerts/outbox';
import { sinksOf } from '../shared/alerts/sinks';
import { auditLogIn } from '../shared/audit/log-analytics';
import { applicationStorage } from '../shared/azure/application-storage';
import { backupApp } from '../shared/azure/backup-app';
import { armClient } from '../shared/azure/arm-client';
import { graphClient } from '../shared/azure/graph-client';
import { publishEvent } from '../shared/azure/publish-event';
import { queueLength } from '../shared/azure/queue-length';
import { searchClient } from '../shared/azure/search-client';
import { cloudOf } from '../shared/azure/clouds';
import { credentialOf, tokenOf } from '../shared/azure/credentials';
import { readConfig, sinkSettings } from '../shared/config';
import { azureBlobContents } from '../shared/dependents/blobs/azure-blob-contents';
import { azureBlobContainers } from '../shared/dependents/blobs/azure-blob-containers';
import { azureSql } from '../shared/dependents/sql-column-keys/azure-sql';
import { azureTableRows } from '../shared/dependents/table-rows/azure-table-rows';
import { dependents } from '../shared/dependents/dependents';
import { backupsReady } from '../shared/doctor/backups-ready';
import { doctorIn } from '../shared/doctor/doctor-in';
import { placesIn } from '../shared/doctor/places';
import { vaultDoor } from '../shared/doctor/vault-door';
import { censusStore } from '../shared/evidence/census-store';
import { groupRows } from '../shared/evidence/group-rows';
import { openStorage } from '../shared/evidence/storage';
import { storesIn } from '../shared/evidence/stores';
import { containCondition } from '../shared/incidents/contain-rights';
import { rightsTaker } from '../shared/incidents/rights-taker';
import { keyVaultKeys } from '../shared/keys/key-vault-keys';
import { pacedWrapping } from '../shared/keys/paced-wrapping';
import { budgetIn } from '../shared/pacing/shared-budget';
import { vaultHomes } from '../shared/pacing/vault-homes';
import { policySource } from '../shared/policy/load-policy';
import { parsePolicy } from '../shared/policy/parse-policy';
import { policyInTrouble } from '../shared/policy/policy-in-trouble';
import { policyText } from '../shared/policy/policy-text';
import { armVaults } from '../shared/posture/arm-vaults';
import type { World } from '../shared/world';
import { registerApi } from './api';
import { backupOperations, onlyOurselves } from './api/backups';
import { callerFromToken } from './api/caller';
import { senderBySignature } from './api/sender';
import { lookAtStandby } from './look-at-standby';
import { onKeyVaultEvent } from './on-key-vault-event';
import { onQueuedEvent } from './on-queued-event';
import { onRoleChange } from './on-role-change';
import { selfTest } from './self-test';
import { sweep } from './sweep';

const now = () => new Date();
const config = readConfig(process.env);
const cloud = cloudOf(config);
const credential = credentialOf(config);

const ofDuty = (clientId: string | undefined) => (clientId === undefined ? undefined : credentialOf(config, clientId));
const duties = { retire: ofDuty(config.retireIdentityClientId), backUp: ofDuty(config.backupIdentityClientId) };

const storageBy = (identity = credential) =>
  openStorage(
    'account' in config.storage
      ? { accountName: config.storage.account, suffix: cloud.storageSuffix, credential: identity }
      : config.storage,
  );
const storage = storageBy();

/** The app lies one folder above its bundle. */
const location = config.policy.startsWith('https:') ? config.policy : resolve(__dirname, '..', config.policy);
const readText = policyText(location, credential);
const policy = policySource({
  read: readText,
  now,
  cloud: config.cloud,
  // An alert that cannot be kept now is raised again at the next look, a minute later.
  onTrouble: (problem) => void alerts.raise(policyInTrouble({ location, problem, now: now() })).catch(() => undefined),
});

const alerts = outboxIn(storage, {
  sinks: async () => sinksOf(await policy(), { settings: sinkSettings(process.env), credential, now }),
  now,
});

const budget = budgetIn(storage, { now: () => Date.now(), sleep: (ms) => pause(ms) });
const armBy = (identity: typeof credential, principal: string) =>
  armClient({
    endpoint: cloud.arm.endpoint,
    scope: `${cloud.arm.resource}/.default`,
    credential: identity,
    budget,
    principal,
    ...(config.armScale && { scale: config.armScale }),
  });
const arm = armBy(credential, config.identityClientId ?? 'system');
const takesRights = config.containIdentityClientId;
const taker =
  takesRights === undefined
    ? undefined
    : rightsTaker(armBy(credentialOf(config, takesRights), takesRights), config.containRoles);
const homeOf = vaultHomes({
  arm,
  subscriptions: async () => (await policy()).scope.subscriptions,
  now: () => Date.now(),
});
/** An app that only makes backups has no rights to the budget that all others share, and little to ask for. */
const pacing = config.backsUpFor ? {} : { budget, homeOf };
const keys = keyVaultKeys({ cloud, credential, duties, now, ...pacing });

const { containerAt, tableAt } = applicationStorage(
  'account' in config.storage ? undefined : config.storage.connectionString,
  credential,
);

const forBackups = storageBy(duties.backUp);
const elsewhere =
  config.backupApp === undefined
    ? undefined
    : backupApp({ url: config.backupApp, audience: config.apiAudience, credential });
const stores = storesIn(storage, now, forBackups);
const receiver = { eventQueue: config.eventQueue, site: config.site };
const vaults = armVaults({ arm, now, receiver });
const audit = auditLogIn({ cloud, credential, policy, ownIdentities: config.ownIdentities });
const graph = cloud.graph && graphClient({ ...cloud.graph, credential });

const directoryEvents = directoryEventsIn({
  graph,
  wish:
    config.graphTopic === undefined ? undefined : { topic: config.graphTopic, clientState: config.graphClientState },
  now,
});

const users = dependents({
  arm,
  search:
    cloud.search && searchClient({ ...cloud.search, scope: `${cloud.search.resource}/.default`, credential, budget }),
  blobs: azureBlobContainers({ clientFor: containerAt, now }),
  contents: azureBlobContents(containerAt),
  tables: azureTableRows(tableAt),
  sqlAt: azureSql(() => tokenOf(credential, `${cloud.resources.sql}/.default`)),
  signing: keys,
  wrapping: pacedWrapping(keys, { now: () => performance.now(), pause }),
  shelf: censusStore(storage),
  policy,
  now,
  identities: config.ownIdentities,
  lagBook: stores.lagBook,
});
const hsmAt = hsmDoors({ cloud, credential });
const access = accessIn({ arm, keys, hsmAt, graph, groups: groupRows(storage), now });

const world: World = {
  now,
  policy,
  keys,
  dependents: users,
  vaults,
  access,
  audit,
  doctor: doctorIn({
    now,
    cloud,
    policy,
    arm,
    credential,
    duties,
    storage,
    forBackups,
    keys,
    dependents: users,
    access,
    ownIdentities: config.ownIdentities,
    vaults,
    audit,
    vaultPosture: stores.vaultPosture,
    selfTests: stores.selfTests,
    directoryEvents,
    policyAt: location,
    readPolicy: async () => parsePolicy(await readText(), config.cloud),
    settings: sinkSettings(process.env),
    selfTestTopic: config.selfTestTopic,
    receiver,
    backupApp: elsewhere,
    contain: taker && {
      condition: containCondition({ roles: [...taker.roles], own: config.ownIdentities }),
      token: () => tokenOf(credentialOf(config, takesRights), `${cloud.arm.resource}/.default`),
    },
    queueLength:
      'account' in config.storage
        ? queueLength({ accountName: config.storage.account, suffix: cloud.storageSuffix, credential })
        : undefined,
  }),
  directory: directoryIn(graph),
  directoryEvents,
  alerts,
  pacing: budget,
  ...stores,
  backUpElsewhere: elsewhere?.keep,
  rightsTaker: taker,
  ownIdentities: config.ownIdentities,
};

const who = {
  recognise: callerFromToken({
    issuers: config.tokenIssuers,
    audience: config.apiAudience,
    keys: createRemoteJWKSet(new URL(config.jwksUrl)),
    now,
  }),
  recogniseSender: senderBySignature({ alerts: config.hookSecret, departures: config.departureHookSecret }),
};

const registerEverything = (): void => {
  registerApi(world, who);
  onKeyVaultEvent(world);
  const ours = { tenantId: config.tenantId, clientState: config.graphClientState };
  onRoleChange(world, ours);
  if (config.eventQueue) onQueuedEvent(world, config.eventQueue, ours);
  sweep();
  lookAtStandby(world);
  selfTest(world, { publish: publishEvent(credential), topic: config.selfTestTopic });
  for (const part of [...workflows, ...steps]) part.register(world);
};

const registerBackups = (identities: readonly string[]): void => {
  const doors = { cloud, policy, places: placesIn(storage, forBackups, now) };
  const askVault = vaultDoor({ cloud, credentialOf: () => credential });
  const operations = backupOperations(() => backupsReady({ ...doors, askVault }));
  registerApi(world, { ...who, recognise: onlyOurselves(who.recognise, identities) }, operations);
};

if (config.backsUpFor) registerBackups(config.backsUpFor);
else registerEverything();
