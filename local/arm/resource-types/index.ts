import type { ResourceType } from '../resource-type';
import { cosmosAccount } from './cosmos-account';
import { diskEncryptionSet } from './disk-encryption-set';
import { encryptionScope } from './encryption-scope';
import { serviceBusNamespace } from './service-bus-namespace';
import { sqlEncryptionProtector } from './sql-encryption-protector';
import { sqlServer } from './sql-server';
import { sqlServerKey } from './sql-server-key';
import { storageAccount } from './storage-account';

/** Every type that the emulator knows. A new one is a file here and a line below. */
export const resourceTypes: readonly ResourceType[] = [
  cosmosAccount,
  diskEncryptionSet,
  encryptionScope,
  serviceBusNamespace,
  sqlEncryptionProtector,
  sqlServer,
  sqlServerKey,
  storageAccount,
];
