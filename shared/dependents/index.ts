import type { ArmDependent } from './arm-dependent';
import { aiServicesAccount } from './ai-services-account';
import { appConfigurationStore } from './app-configuration-store';
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
import { dicomService, fhirService } from './health-data-services';
import { kubernetesCluster } from './kubernetes-cluster';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { machineLearningWorkspace } from './machine-learning-workspace';
import { eventHubsNamespace, serviceBusNamespace } from './messaging-namespaces';
import { mysqlServer } from './mysql-server';
import { netAppAccount } from './netapp-account';
import { postgresqlServer } from './postgresql-server';
import { recoveryServicesVault } from './recovery-services-vault';
import { redisEnterprise } from './redis-enterprise';
import { sqlDatabase } from './sql-database';
import { sqlManagedInstance } from './sql-managed-instance';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';

/** Every resource type that is moved. One that uses a key and is not here is reported as unknown, and holds retirement. */
export const armTypes: readonly ArmDependent[] = [
  aiServicesAccount,
  appConfigurationStore,
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
  kubernetesCluster,
  logAnalyticsCluster,
  machineLearningWorkspace,
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
];
