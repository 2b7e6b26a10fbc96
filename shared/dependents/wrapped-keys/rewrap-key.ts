import { timingSafeEqual } from 'node:crypto';
import { ZodError } from 'zod';
import { RewrapError } from '../../errors';
import { type KeyUrl, versionIn, versionUrl } from '../../keys/key-url';
import { speaksOf } from '../reference';
import { StoreRefused, type Listed, type Rewrapping, type WrappedKey, type Written } from './wrapped-key-store';

/**
 * What became of one wrapped key. `untouched`: not ours, or there already. `changed`: another writer was faster, look again.
 * The rest are left as they were, need an older version, and say why.
 */
export type Fate = 'untouched' | 'rewritten' | 'changed' | { readonly left: string };

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** What the vault wrapped does not open to what went in: nothing is written then. */
class WrappedWrongly extends RewrapError {
  readonly code = 'wrapped-wrongly';
  readonly status = 502;
  constructor(key: KeyUrl, version: string) {
    super(
      `Expected ${key}/${version} to open what it has wrapped, but it opened to something else. Do not use this version.`,
    );
  }
}

/** Why the vault will never re-wrap this one: a wrong ciphertext or a refused version. Other faults may pass. */
const lastingReason = (error: unknown): string | undefined => {
  if (error instanceof RewrapError) return error.status === 503 ? undefined : error.code;
  if (error instanceof ZodError) return 'its algorithm is not known';
  const isBad = error instanceof Error && 'statusCode' in error && error.statusCode === 400;
  return isBad ? 'the vault cannot read it' : undefined;
};

/** Vault and key stay as the store spells them, where they are the same. */
export const pointedAt = (wrappedBy: string, { key, toKey, to }: Rewrapping): string =>
  key === toKey ? `${wrappedBy.replace(/(\/keys\/[^/]+).*$/i, '$1')}/${to}` : versionUrl(toKey, to);

/** Wraps an open data key with the new version, and shows that it opens to the same before anyone relies on it. */
export const wrapProven = async (
  { wrapping, toKey: key, to }: Rewrapping,
  algorithm: string,
  dataKey: Uint8Array,
): Promise<Uint8Array> => {
  const value = await wrapping.wrap({ key, version: to, algorithm, value: dataKey });
  const reopened = await wrapping.unwrap({ key, version: to, algorithm, value });
  const opens = same(dataKey, reopened);
  reopened.fill(0);
  if (!opens) throw new WrappedWrongly(key, to);
  return value;
};

const wrappedAnew = async (
  rewrapping: Rewrapping,
  { wrappedBy, algorithm, value }: WrappedKey,
): Promise<Uint8Array> => {
  const version = versionIn(wrappedBy) ?? '';
  const dataKey = await rewrapping.wrapping.unwrap({ key: rewrapping.key, version, algorithm, value });
  try {
    return await wrapProven(rewrapping, algorithm, dataKey);
  } finally {
    dataKey.fill(0);
  }
};

/** What is left alone: whose it is not, what is there already, and what cannot be moved, with the reason. */
const leftAlone = ({ key, toKey, to }: Rewrapping, { wrappedBy, held }: WrappedKey): Fate | undefined => {
  const version = versionIn(wrappedBy);
  if (!speaksOf(wrappedBy, key) || (key === toKey && version === to)) return 'untouched';
  const left = held ?? (version ? undefined : 'naming no version');
  return left === undefined ? undefined : { left };
};

const fateOf = (written: Written): Fate => {
  if (written === 'written') return 'rewritten';
  return written === 'changed' ? written : { left: written.held };
};

/** `work`, unless it fails for good: then what is left, and why. */
const orLeft = async (work: () => Promise<Written>): Promise<Fate> => {
  try {
    return fateOf(await work());
  } catch (error) {
    const reason = error instanceof StoreRefused ? undefined : lastingReason(error);
    if (reason) return { left: `not re-wrapped (${reason})` };
    throw error;
  }
};

/** Wraps one data key anew, if this key has wrapped it with another version. */
export const rewrapKey = async (rewrapping: Rewrapping, listed: Listed): Promise<Fate> => {
  if ('garbled' in listed) return { left: 'garbled' };
  if ('spare' in listed) return 'untouched';
  const alone = leftAlone(rewrapping, listed);
  if (alone) return alone;
  return orLeft(async () => {
    const value = await wrappedAnew(rewrapping, listed);
    return listed.write({ wrappedBy: pointedAt(listed.wrappedBy, rewrapping), value });
  });
};

/** Whether we have replaced the data key since, and the new version has wrapped it. */
const isReplaced = ({ wrappedBy, dataKeyMadeAt = '' }: WrappedKey, { toKey, to }: Rewrapping, since: string): boolean =>
  speaksOf(wrappedBy, toKey) && versionIn(wrappedBy) === to && dataKeyMadeAt >= since;

/** Replaces one data key that was made before `since`, if this key has wrapped it, whichever version did. */
export const reencryptKey = async (rewrapping: Rewrapping, listed: Listed, since: string): Promise<Fate> => {
  if ('garbled' in listed) return { left: 'garbled' };
  if ('spare' in listed) return { left: 'kept under an older version' };
  if (!speaksOf(listed.wrappedBy, rewrapping.key) || isReplaced(listed, rewrapping, since)) return 'untouched';
  if (listed.held !== undefined) return { left: listed.held };
  return orLeft(
    async () =>
      (await listed.reencrypt?.(rewrapping)) ?? { held: 'whose data keys only their application can replace' },
  );
};
