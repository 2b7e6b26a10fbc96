import type { z } from 'zod';
import type { Kty } from './key';
import { keyOpsFor, mustHold, specOf } from './key-flavours';
import type { Curve } from './material/material';
import type { Parts } from './parts';
import { policyFrom, RotationPolicyBody } from './rotation-policy';

/** One version that shall have been there all along. Without `createdOn` it is made now. */
export interface VersionSeed {
  createdOn?: Date;
  notBefore?: Date;
  expiresOn?: Date;
  /** Default true. */
  enabled?: boolean;
  /** Default: the key's. */
  tags?: Record<string, string>;
  /** Material brought by somebody, not made by the vault. The wire does not show it. */
  imported?: boolean;
}

/** A key that shall have been there all along. */
export interface KeySeed {
  name: string;
  kty: Kty;
  /** Bits of an RSA or AES key. */
  size?: number;
  curve?: Curve;
  keyOps?: readonly string[];
  tags?: Record<string, string>;
  /** Backs a certificate. */
  managed?: boolean;
  /** As in the body of PUT rotationpolicy; minimums are not asked for. */
  rotationPolicy?: z.input<typeof RotationPolicyBody>;
  /** Oldest first. Default: one, made now. */
  versions?: readonly VersionSeed[];
}

/**
 * Puts keys into the vault as if they had been there before anyone looked: no event tells of their making. Notices of
 * their expiry come with the next tick. Resolves to the version ids, in the order of the seeds.
 */
export const seeder =
  ({ settings, keys }: Parts) =>
  async (seed: KeySeed): Promise<readonly string[]> => {
    mustHold(settings.flavour, seed.kty);
    const spec = specOf(seed.kty, seed);
    const versions = seed.versions ?? [{}];
    const materials = await Promise.all(versions.map(() => settings.generate(spec)));
    const made = materials.map((material, at) => {
      const { createdOn, notBefore, expiresOn, enabled, tags, imported }: VersionSeed = versions[at] ?? {};
      const fresh = {
        kty: seed.kty,
        material,
        notBefore,
        expiresOn,
        keyOps: keyOpsFor(spec, seed.keyOps),
        enabled: enabled ?? true,
        tags: tags ?? seed.tags ?? {},
        origin: imported ? ('imported' as const) : ('generated' as const),
        exportable: false,
        releasePolicy: undefined,
      };
      return keys.add(seed.name, fresh, { createdOn: createdOn ?? settings.now(), managed: seed.managed ?? false });
    });
    const key = keys.get(seed.name);
    if (seed.rotationPolicy) key.policy = policyFrom(RotationPolicyBody.parse(seed.rotationPolicy), settings.now());
    return made.map((one) => one.version);
  };
