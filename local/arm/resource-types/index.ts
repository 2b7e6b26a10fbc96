import type { ResourceType } from '../resource-type';
import { aiServicesAccount } from './ai-services-account';
import { appConfiguration } from './app-configuration';
import { automationAccount } from './automation-account';
import { batchAccount } from './batch-account';
import { containerRegistry } from './container-registry';
import { cosmosAccount } from './cosmos-account';
import { dataExplorerCluster } from './data-explorer-cluster';
import { diskEncryptionSet } from './disk-encryption-set';
import { encryptionScope } from './encryption-scope';
import { eventHubsNamespace } from './event-hubs-namespace';
import { logAnalyticsCluster } from './log-analytics-cluster';
import { mapsAccount } from './maps-account';
import { mysqlServer } from './mysql-server';
import { postgresqlServer } from './postgresql-server';
import { serviceBusNamespace } from './service-bus-namespace';
import { sqlDatabase } from './sql-database';
import { managedInstanceProtector, sqlEncryptionProtector } from './sql-encryption-protector';
import { sqlManagedInstance } from './sql-managed-instance';
import { managedInstanceKey, sqlServerKey } from './sql-server-key';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';

/** Every type that the emulator knows. A new one is a file here and a line below. */
export const resourceTypes: readonly ResourceType[] = [
  aiServicesAccount,
  appConfiguration,
  automationAccount,
  batchAccount,
  containerRegistry,
  cosmosAccount,
  dataExplorerCluster,
  diskEncryptionSet,
  encryptionScope,
  eventHubsNamespace,
  logAnalyticsCluster,
  managedInstanceKey,
  managedInstanceProtector,
  mapsAccount,
  mysqlServer,
  postgresqlServer,
  serviceBusNamespace,
  sqlDatabase,
  sqlEncryptionProtector,
  sqlManagedInstance,
  sqlServer,
  sqlServerKey,
  storageAccount,
];
