import * as z from 'zod';
import { type Bucket, windowBucket } from './bucket';
import type { Draw } from './budget';

/** What kind of key a call is about, as far as the limits ask. */
export interface KeyKind {
  readonly hsm: boolean;
  /** Of an RSA key; other keys weigh as the smallest of them. */
  readonly bits?: number;
}

/** What a vault's answers tell of a key. */
export const KeyAnswer = z.object({ key: z.object({ kid: z.string(), kty: z.string(), n: z.string().optional() }) });

const Creation = z.object({ kty: z.string() });
const Crypto = z.object({ value: z.string() });

/**
 * Transactions in any 10 seconds and vault; calls of each class share one sum, in which one weighs as much as its own limit is
 * smaller. A subscription has five times that in each region. That hardware and software share the sum is the strict reading of
 * the documentation. Source: https://learn.microsoft.com/azure/key-vault/general/service-limits
 */
const vaultLimits = { create: 20, use: 4_000 };
const perSubscription = 5;

/** A Managed HSM is not throttled, but can do only so much. Calls a second. Source: Managed HSM scaling guidance. */
const hsmLimits = { create: 10, use: 11_000 };

const weightOfBits = { vault: { 3072: 4, 4096: 8 }, hsm: { 3072: 3, 4096: 7 } };
/** For a key of which nothing is known. */
export const heaviestKey: KeyKind = { hsm: true, bits: 4096 };
const dearestUse = 16;
const dearestCreation = 2;

const sizeOf = (bits = 0): 2048 | 3072 | 4096 => {
  if (bits > 3072) return 4096;
  return bits > 2048 ? 3072 : 2048;
};

/** What one use of a key costs, in uses of a software key of the smallest size. */
export const weightOf = ({ hsm, bits }: KeyKind = heaviestKey, isHsmPool = false): number => {
  const size = sizeOf(bits);
  const weight = size === 2048 ? 1 : weightOfBits[isHsmPool ? 'hsm' : 'vault'][size];
  return isHsmPool || !hsm ? weight : weight * 2;
};

/** Bits of what RSA makes or takes: as long as its modulus, in base64url. Other algorithms make and take less. */
export const bitsOf = (base64url: string): number => Math.floor((base64url.length * 6) / 1_024) * 1_024;

export const kindIn = (answer: z.infer<typeof KeyAnswer>): KeyKind => {
  const { kty, n } = answer.key;
  return { hsm: kty.endsWith('-HSM'), ...(n !== undefined && { bits: bitsOf(n) }) };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A call to a vault, as far as the limits ask. `key` is the URL of the key that it is about, without version. */
export interface VaultCall {
  readonly isCreation: boolean;
  readonly isCrypto: boolean;
  readonly key?: string;
  readonly body?: string;
}

/** Source of the paths: Key Vault REST API 7.6. That rotate counts as a creation is unverified; release is documented to. */
export const vaultCall = (method: string, url: URL, body: string | undefined): VaultCall => {
  const [, collection, name, ...rest] = url.pathname.split('/');
  const last = rest.at(-1) ?? '';
  const key = collection === 'keys' && name ? `${url.origin}/keys/${name}`.toLowerCase() : undefined;
  return {
    isCreation: method === 'POST' && ['create', 'rotate', 'release'].includes(last),
    isCrypto: method === 'POST' && ['wrapkey', 'unwrapkey', 'encrypt', 'decrypt', 'sign', 'verify'].includes(last),
    ...(key && { key }),
    ...(body !== undefined && { body }),
  };
};

/** What a creation costs: its body names the type; a rotation's does not, so that it is what is known of the key. */
const creationCost = ({ body }: VaultCall, known: KeyKind | undefined): number => {
  const { data } = Creation.safeParse(parsed(body ?? ''));
  const hsm = data ? data.kty.endsWith('-HSM') : (known?.hsm ?? true);
  return hsm ? dearestCreation : 1;
};

/** The kind of key, where the call itself shows its size: what is to be unwrapped is as long as the modulus. */
const shownBy = ({ body }: VaultCall): KeyKind | undefined => {
  const { data } = Crypto.safeParse(parsed(body ?? ''));
  const bits = data ? bitsOf(data.value) : 0;
  return bits >= 2048 ? { hsm: true, bits } : undefined;
};

const useCost = (call: VaultCall, known: KeyKind | undefined, isHsmPool: boolean): number => {
  if (!call.key) return 1;
  if (known) return weightOf(known, isHsmPool);
  // A reading tells afterwards what it cost.
  return call.isCrypto ? weightOf(shownBy(call), isHsmPool) : 1;
};

const bucketsOf = (kind: 'create' | 'use', host: string, home: string): Bucket[] => {
  const dearest = kind === 'create' ? dearestCreation : dearestUse;
  const limit = vaultLimits[kind];
  return [
    windowBucket(`vault/${host}/${kind}`, limit, { dearest }),
    windowBucket(`vaults/${home}/${kind}`, limit * perSubscription, { dearest }),
  ];
};

/** Where a vault's calls are counted: `home` stands for its subscription and region, `isHsmPool` for a Managed HSM. */
export interface VaultPlace {
  readonly host: string;
  readonly home: string;
  readonly isHsmPool: boolean;
}

/** What a call takes from which buckets. */
export const vaultDraws = (call: VaultCall, known: KeyKind | undefined, place: VaultPlace): Draw[] => {
  const { host, home, isHsmPool } = place;
  const kind = call.isCreation ? 'create' : 'use';
  if (isHsmPool) {
    const dearest = kind === 'create' ? 1 : weightOfBits.hsm[4096];
    const bucket = windowBucket(`hsm/${host}/${kind}`, hsmLimits[kind], { dearest });
    return [{ bucket, cost: call.isCreation ? 1 : useCost(call, known, true) }];
  }
  const cost = call.isCreation ? creationCost(call, known) : useCost(call, known, false);
  return bucketsOf(kind, host, home).map((bucket) => ({ bucket, cost }));
};
