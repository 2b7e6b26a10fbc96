import { createHash } from 'node:crypto';

/** The same UUID (name-based, RFC 9562 version 8) for the same name, in every run: ids in logs and records stay readable. */
export const stableId = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};
