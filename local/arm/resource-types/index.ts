import type { ResourceType } from '../resource-type';
import { aiServicesAccount } from './ai-services-account';
import { appConfiguration } from './app-configuration';
import { automationAccount } from './automation-account';
import { backupVault } from './backup-vault';
import { batchAccount } from './batch-account';
import { containerGroup } from './container-group';
import { containerRegistry } from './container-registry';
import { cosmosAccount } from './cosmos-account';
import { dataExplorerCluster } from './data-explorer-cluster';
import { dataFactory } from './data-factory';
import { databricksWorkspace } from './databricks-workspace';
import { diskEncryptionSet } from './disk-encryption-set';
import { encryptionScope } from './encryption-scope';
import { eventHubsNamespace } from './event-hubs-namespace';
import { dicomService, fhirService, healthWorkspace } from './health-data-service';
import { keyVault } from './key-vault';
import { kubernetesCluster } from './kubernetes-cluster';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { machineLearningWorkspace } from './machine-learning-workspace';
import { mapsAccount } from './maps-account';
import { mysqlServer } from './mysql-server';
import { netAppAccount } from './netapp-account';
import { postgresqlServer } from './postgresql-server';
import { recoveryServicesVault } from './recovery-services-vault';
import { redisEnterprise } from './redis-enterprise';
import { serviceBusNamespace } from './service-bus-namespace';
import { sqlDatabase } from './sql-database';
import { managedInstanceProtector, sqlEncryptionProtector } from './sql-encryption-protector';
import { sqlManagedInstance } from './sql-managed-instance';
import { managedInstanceKey, sqlServerKey } from './sql-server-key';
import { sqlPartners } from './sql-partners';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';
import { synapseKey, synapseWorkspace } from './synapse-workspace';
import { virtualMachine } from './virtual-machine';

/** Every type that the emulator knows. A new one is a file here and a line below. */
export const resourceTypes: readonly ResourceType[] = [
  aiServicesAccount,
  appConfiguration,
  automationAccount,
  backupVault,
  batchAccount,
  containerGroup,
  containerRegistry,
  cosmosAccount,
  dataExplorerCluster,
  dataFactory,
  databricksWorkspace,
  dicomService,
  diskEncryptionSet,
  encryptionScope,
  eventHubsNamespace,
  fhirService,
  healthWorkspace,
  keyVault,
  kubernetesCluster,
  logAnalyticsCluster,
  machineLearningWorkspace,
  managedInstanceKey,
  managedInstanceProtector,
  mapsAccount,
  mysqlServer,
  netAppAccount,
  postgresqlServer,
  recoveryServicesVault,
  redisEnterprise,
  serviceBusNamespace,
  sqlDatabase,
  sqlEncryptionProtector,
  sqlManagedInstance,
  ...sqlPartners,
  sqlServer,
  sqlServerKey,
  storageAccount,
  synapseKey,
  synapseWorkspace,
  virtualMachine,
];
