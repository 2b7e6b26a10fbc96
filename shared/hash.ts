import { createHash } from 'node:crypto';

/** A short stable name made of the parts: 32 hexadecimal digits, safe as instance id, table key and tag value. */
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
