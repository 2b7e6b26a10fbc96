import { Duration } from 'luxon';

/** How long it took a key to do its job once, and whether the class of the key bears that; R28. */
export function latencyInWords(ms: number, limit: string | undefined): string {
  const took = `took ${ms} ms`;
  if (limit === undefined) return took;
  return ms > Duration.fromISO(limit).toMillis() ? `${took}, longer than ${limit}` : `${took}, within ${limit}`;
}
