import type { ArmDependent } from './arm-dependent';
import { cosmosAccount } from './cosmos-account';
import { diskEncryptionSet } from './disk-encryption-set';
import { encryptionScope } from './encryption-scope';
import { sqlServer } from './sql-server';
import { storageAccount } from './storage-account';

/** Every resource type that is moved. One that uses a key and is not here is reported as unknown, and holds retirement. */
export const armTypes: readonly ArmDependent[] = [
  cosmosAccount,
  diskEncryptionSet,
  encryptionScope,
  sqlServer,
  storageAccount,
];
