import { GroupBatch } from '../access/group-batch';
import type { Rows } from './rows';
import type { Storage } from './storage';

/** What is remembered of groups of the directory, to be asked only what changed. Losing it loses nothing. */
export const groupRows = (storage: Storage): Rows<GroupBatch> => storage.table('groups', GroupBatch);
