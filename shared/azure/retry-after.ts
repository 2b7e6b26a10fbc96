/** Seconds, from either form of the header. */
export const retryAfterIn = (value: string | undefined, now = Date.now()): number | undefined => {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
};
