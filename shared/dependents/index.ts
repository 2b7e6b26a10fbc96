import type { ArmDependent } from './arm-dependent';
import { aiServicesAccount } from './ai-services-account';
import { appConfigurationStore } from './app-configuration-store';
import { automationAccount } from './automation-account';
import { batchAccount } from './batch-account';
import { containerRegistry } from './container-registry';
import { cosmosAccount } from './cosmos-account';
import { dataExplorerCluster } from './data-explorer-cluster';
import { diskEncryptionSet } from './disk-encryption-set';
import { encryptionScope } from './encryption-scope';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { eventHubsNamespace, serviceBusNamespace } from './messaging-namespaces';
import { mysqlServer } from './mysql-server';
import { postgresqlServer } from './postgresql-server';
import { sqlDatabase } from './sql-database';
import { sqlManagedInstance } from './sql-managed-instance';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';

/** Every resource type that is moved. One that uses a key and is not here is reported as unknown, and holds retirement. */
export const armTypes: readonly ArmDependent[] = [
  aiServicesAccount,
  appConfigurationStore,
  automationAccount,
  batchAccount,
  containerRegistry,
  cosmosAccount,
  dataExplorerCluster,
  diskEncryptionSet,
  encryptionScope,
  eventHubsNamespace,
  logAnalyticsCluster,
  mysqlServer,
  postgresqlServer,
  serviceBusNamespace,
  sqlDatabase,
  sqlManagedInstance,
  sqlServer,
  storageAccount,
];
