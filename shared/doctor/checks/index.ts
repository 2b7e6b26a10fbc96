import type { Check } from '../check';
import { auditLog } from './audit-log';
import { backupApp } from './backup-app';
import { clock } from './clock';
import { cloud } from './cloud';
import { containRights } from './contain-rights';
import { deadLetters } from './dead-letters';
import { directoryEvents } from './directory-events';
import { events } from './events';
import { identity } from './identity';
import { network } from './network';
import { policy } from './policy';
import { poisonQueue } from './poison-queue';
import { resourceRights } from './resource-rights';
import { roleEvents } from './role-events';
import { selfTest } from './self-test';
import { sinks } from './sinks';
import { standby } from './standby';
import { storage } from './storage';
import { sweep } from './sweep';
import { vaultRights } from './vault-rights';

/** An answer may take a minute, and other checks wait for the same turns. */
const whileSomebodyWaits = { ms: 20_000, keys: 500 };

/** Everything that the doctor looks at. A new check is a file and a line here. */
export const checks: readonly Check[] = [
  policy,
  cloud,
  identity,
  network,
  clock,
  vaultRights,
  resourceRights,
  containRights,
  events,
  roleEvents,
  directoryEvents,
  deadLetters,
  poisonQueue,
  auditLog,
  standby(whileSomebodyWaits),
  storage,
  backupApp,
  sinks,
  sweep,
  selfTest,
];
