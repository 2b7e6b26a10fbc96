import type { ArmDependent } from './arm-dependent';
import { aiServicesAccount } from './ai-services-account';
import { appConfigurationStore } from './app-configuration-store';
import { automationAccount } from './automation-account';
import { backupVault } from './backup-vault';
import { batchAccount } from './batch-account';
import { botService } from './bot-service';
import { cassandraDataCenter } from './cassandra-data-center';
import { containerGroup } from './container-group';
import { containerRegistry } from './container-registry';
import { cosmosAccount } from './cosmos-account';
import { dataExplorerCluster } from './data-explorer-cluster';
import { dataFactory } from './data-factory';
import { databricksWorkspace } from './databricks-workspace';
import { devCenter } from './dev-center';
import { deviceUpdateAccount } from './device-update-account';
import { diskEncryptionSet } from './disk-encryption-set';
import { elasticSanVolumeGroup } from './elastic-san-volume-group';
import { encryptionScope } from './encryption-scope';
import { fluidRelayServer } from './fluid-relay-server';
import { healthBot } from './health-bot';
import { dicomService, fhirService } from './health-data-services';
import { hpcCache } from './hpc-cache';
import { integrationServiceEnvironment } from './integration-service-environment';
import { kubernetesCluster } from './kubernetes-cluster';
import { loadTest } from './load-test';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { machineLearningWorkspace } from './machine-learning-workspace';
import { managedLustre } from './managed-lustre';
import { mapsAccount } from './maps-account';
import { eventHubsNamespace, serviceBusNamespace } from './messaging-namespaces';
import { mongoCluster } from './mongo-cluster';
import { mysqlServer } from './mysql-server';
import { netAppAccount } from './netapp-account';
import { postgresqlServer } from './postgresql-server';
import { recoveryServicesVault } from './recovery-services-vault';
import { redisEnterprise } from './redis-enterprise';
import { sqlDatabase } from './sql-database';
import { sqlManagedInstance } from './sql-managed-instance';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';
import { vmwarePrivateCloud } from './vmware-private-cloud';
import { synapseWorkspace } from './synapse-workspace';

/** Every resource type that is moved. One that uses a key and is not here is reported as unknown, and holds retirement. */
export const armTypes: readonly ArmDependent[] = [
  aiServicesAccount,
  appConfigurationStore,
  automationAccount,
  backupVault,
  batchAccount,
  botService,
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
  elasticSanVolumeGroup,
  encryptionScope,
  eventHubsNamespace,
  fhirService,
  fluidRelayServer,
  healthBot,
  hpcCache,
  integrationServiceEnvironment,
  kubernetesCluster,
  loadTest,
  logAnalyticsCluster,
  machineLearningWorkspace,
  managedLustre,
  mapsAccount,
  mongoCluster,
  mysqlServer,
  netAppAccount,
  postgresqlServer,
  recoveryServicesVault,
  redisEnterprise,
  serviceBusNamespace,
  sqlDatabase,
  sqlManagedInstance,
  sqlServer,
  storageAccount,
  vmwarePrivateCloud,
  synapseWorkspace,
];
