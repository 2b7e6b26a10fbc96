import type { ResourceType } from '../resource-type';
import { aiServicesAccount } from './ai-services-account';
import { appConfiguration } from './app-configuration';
import { automationAccount } from './automation-account';
import { backupVault } from './backup-vault';
import { batchAccount } from './batch-account';
import { botService } from './bot-service';
import { cassandraCluster, cassandraDataCenter } from './cassandra';
import { containerGroup } from './container-group';
import { containerRegistry } from './container-registry';
import { cosmosAccount } from './cosmos-account';
import { dataExplorerCluster } from './data-explorer-cluster';
import { dataFactory } from './data-factory';
import { databricksWorkspace } from './databricks-workspace';
import { devCenter } from './dev-center';
import { deviceUpdateAccount } from './device-update-account';
import { diskEncryptionSet } from './disk-encryption-set';
import { elasticSan, elasticSanVolumeGroup } from './elastic-san';
import { encryptionScope } from './encryption-scope';
import { eventSubscription, systemTopic } from './event-grid';
import { eventHubsNamespace } from './event-hubs-namespace';
import { fluidRelayServer } from './fluid-relay-server';
import { hdinsightCluster } from './hdinsight-cluster';
import { healthBot } from './health-bot';
import { dicomService, fhirService, healthWorkspace } from './health-data-service';
import { integrationServiceEnvironment } from './integration-service-environment';
import { deletedManagedHsm, deletedVault, keyVault, keyVaultSecret, managedHsm } from './key-vault';
import { kubernetesCluster } from './kubernetes-cluster';
import { loadTest } from './load-test';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { machineLearningWorkspace } from './machine-learning-workspace';
import { mapsAccount } from './maps-account';
import { mongoCluster } from './mongo-cluster';
import { mysqlServer } from './mysql-server';
import { netAppAccount } from './netapp-account';
import { postgresqlServer } from './postgresql-server';
import { recoveryServicesVault } from './recovery-services-vault';
import { redisEnterprise } from './redis-enterprise';
import { searchService } from './search-service';
import { serviceBusNamespace } from './service-bus-namespace';
import { sqlDatabase } from './sql-database';
import { managedInstanceProtector, sqlEncryptionProtector } from './sql-encryption-protector';
import { sqlManagedInstance } from './sql-managed-instance';
import { sqlBackups, sqlPartners } from './sql-partners';
import { sqlServer } from './sql-server';
import { managedInstanceKey, sqlServerKey } from './sql-server-key';
import { storageAccount } from './storage-account';
import { hpcCache, managedLustre } from './storage-cache';
import { synapseKey, synapseSqlPool, synapseWorkspace } from './synapse-workspace';
import { virtualMachine } from './virtual-machine';
import { vmwarePrivateCloud } from './vmware-private-cloud';

/** Every type that the emulator knows. A new one is a file here and a line below. */
export const resourceTypes: readonly ResourceType[] = [
  ...sqlBackups,
  ...sqlPartners,
  aiServicesAccount,
  appConfiguration,
  automationAccount,
  backupVault,
  batchAccount,
  botService,
  cassandraCluster,
  cassandraDataCenter,
  containerGroup,
  containerRegistry,
  cosmosAccount,
  dataExplorerCluster,
  dataFactory,
  databricksWorkspace,
  devCenter,
  deviceUpdateAccount,
  dicomService,
  diskEncryptionSet,
  elasticSan,
  elasticSanVolumeGroup,
  encryptionScope,
  eventHubsNamespace,
  eventSubscription,
  systemTopic,
  fhirService,
  fluidRelayServer,
  hdinsightCluster,
  healthBot,
  healthWorkspace,
  hpcCache,
  integrationServiceEnvironment,
  deletedManagedHsm,
  deletedVault,
  keyVaultSecret,
  keyVault,
  managedHsm,
  kubernetesCluster,
  loadTest,
  logAnalyticsCluster,
  machineLearningWorkspace,
  managedInstanceKey,
  managedInstanceProtector,
  managedLustre,
  mapsAccount,
  mongoCluster,
  mysqlServer,
  netAppAccount,
  postgresqlServer,
  recoveryServicesVault,
  redisEnterprise,
  searchService,
  serviceBusNamespace,
  sqlDatabase,
  sqlEncryptionProtector,
  sqlManagedInstance,
  sqlServer,
  sqlServerKey,
  storageAccount,
  synapseKey,
  synapseSqlPool,
  synapseWorkspace,
  virtualMachine,
  vmwarePrivateCloud,
];
