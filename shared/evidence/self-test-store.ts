import type { SelfTest, SelfTests } from '../self-test/self-test';
import type { Rows } from './rows';

const partition = 'last';

/** One row per kind. */
export const selfTestStore = (rows: Rows<SelfTest>): SelfTests => ({
  last: async (kind) => (await rows.get({ partition, row: kind }))?.value,
  put: (test) => rows.put({ partition, row: test.kind }, test),
});
