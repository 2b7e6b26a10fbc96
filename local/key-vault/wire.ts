import { Duration } from 'luxon';
import * as z from 'zod';

/** Bodies of the data plane. Strict: what the emulator does not know, it must not accept. Null means not given. */

const Seconds = z.int().nonnegative().nullish();

const Attributes = z.strictObject({
  enabled: z.boolean().nullish(),
  nbf: Seconds,
  exp: Seconds,
  exportable: z.boolean().nullish(),
});

const Tags = z
  .record(z.string().max(256), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= 15, 'at most 15 tags');

const ReleasePolicy = z.strictObject({
  contentType: z.string().nullish(),
  immutable: z.boolean().nullish(),
  data: z.string(),
});

const KeyOps = z.array(z.string()).nullish();

export const Kty = z.enum(['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct', 'oct-HSM']);

const shared = { attributes: Attributes.nullish(), tags: Tags.nullish(), release_policy: ReleasePolicy.nullish() };

export const KeyCreate = z.strictObject({
  kty: Kty,
  key_size: z.int().nullish(),
  public_exponent: z.literal(65537).nullish(),
  key_ops: KeyOps,
  crv: z.string().nullish(),
  ...shared,
});

export const KeyUpdate = z.strictObject({ key_ops: KeyOps, ...shared });

const binary = z.string().regex(/^[\w-]*={0,2}$/, 'base64url');
const member = binary.nullish();

const ImportedKey = z.strictObject({
  kid: z.string().nullish(),
  kty: Kty,
  key_ops: KeyOps,
  crv: z.string().nullish(),
  n: member,
  e: member,
  d: member,
  dp: member,
  dq: member,
  qi: member,
  p: member,
  q: member,
  k: member,
  x: member,
  y: member,
  key_hsm: member,
});

export const KeyImport = z.strictObject({ Hsm: z.boolean().nullish(), key: ImportedKey, ...shared });

const Period = z.string().refine((text) => Duration.fromISO(text).isValid, 'an ISO 8601 duration, such as P90D');

export const LifetimeAction = z.strictObject({
  trigger: z.strictObject({ timeAfterCreate: Period.nullish(), timeBeforeExpiry: Period.nullish() }),
  action: z.strictObject({ type: z.string().regex(/^(rotate|notify)$/i, '"Rotate" or "Notify"') }),
});
export type LifetimeAction = z.infer<typeof LifetimeAction>;

/** Body of PUT rotationpolicy; it replaces the whole policy. */
export const RotationPolicyBody = z.strictObject({
  id: z.string().nullish(),
  lifetimeActions: z.array(LifetimeAction).default([]),
  attributes: z
    .strictObject({ expiryTime: Period.nullish(), created: z.int().nullish(), updated: z.int().nullish() })
    .default({}),
});
export type RotationPolicyBody = z.infer<typeof RotationPolicyBody>;

const Bytes = binary.transform((text) => Buffer.from(text, 'base64url'));

export const KeyOperation = z.strictObject({
  alg: z.string(),
  value: Bytes,
  iv: Bytes.optional(),
  aad: Bytes.optional(),
  tag: Bytes.optional(),
});

export const KeySign = z.strictObject({ alg: z.string(), value: Bytes });

export const KeyVerify = z.strictObject({ alg: z.string(), digest: Bytes, value: Bytes });

export const KeyRestore = z.strictObject({ value: Bytes });

export const RandomBytes = z.strictObject({ count: z.int().min(1).max(128) });

/** Attributes in the vault's own words; what is not given is left out. */
export const attributesFrom = ({ enabled, nbf, exp }: z.infer<typeof Attributes>) => ({
  ...(enabled == null ? {} : { enabled }),
  ...(nbf == null ? {} : { notBefore: new Date(nbf * 1000) }),
  ...(exp == null ? {} : { expiresOn: new Date(exp * 1000) }),
});
