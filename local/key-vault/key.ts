import type * as z from 'zod';
import type { Kty as KtySchema, LifetimeAction } from './wire';
import type { Material } from './material/material';

export type Kty = z.infer<typeof KtySchema>;

/** Things a vault announces once per version as time goes by. */
export type Notice = 'KeyNearExpiry' | 'KeyExpired';

/** One version. Only the attributes that KeyUpdate may change, change. */
export interface KeyVersion {
  /** 32 hexadecimal digits, random. */
  readonly version: string;
  readonly kty: Kty;
  readonly material: Material;
  readonly createdOn: Date;
  readonly exportable: boolean;
  /** The wire does not show it; in Azure only the audit log tells. */
  readonly origin: 'generated' | 'imported';
  readonly noticed: Set<Notice>;
  updatedOn: Date;
  enabled: boolean;
  notBefore: Date | undefined;
  expiresOn: Date | undefined;
  tags: Readonly<Record<string, string>>;
  keyOps: readonly string[];
  releasePolicy: Readonly<Record<string, unknown>> | undefined;
}

/** When the vault rotates a key by itself, and when it gives notice. */
export interface RotationPolicy {
  readonly actions: readonly LifetimeAction[];
  /** ISO 8601: how long versions live that are made under this policy. */
  readonly expiryTime: string | undefined;
  readonly createdOn: Date;
  readonly updatedOn: Date;
}

/** A key with its versions in the order of their making, which is finer than the wire's seconds. Never without one. */
export interface Key {
  readonly name: string;
  /** Backs a certificate: it changes with the certificate alone. */
  readonly managed: boolean;
  readonly versions: [KeyVersion, ...KeyVersion[]];
  policy: RotationPolicy | undefined;
}

export interface DeletedKey extends Key {
  readonly deletedOn: Date;
  readonly purgesOn: Date;
}

/** The version that a call without one means: the youngest, enabled or not. */
export const currentOf = ({ versions }: Key): KeyVersion => versions.at(-1) ?? versions[0];
