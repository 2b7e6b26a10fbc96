import type * as z from 'zod';
import type { Key, Kty } from './key';
import { keyOpsFor, mustHold, specOf } from './key-flavours';
import type { Curve } from './material/material';
import type { Parts } from './parts';
import { versionFrom } from './store';
import { policyFrom } from './rotation-policy';
import { RotationPolicyBody } from './wire';

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
 * their expiry come with the next tick. The name must be free. Resolves to the version ids, in the order of the seeds.
 */
export const seeder =
  ({ settings, keys }: Parts) =>
  async (seed: KeySeed): Promise<readonly string[]> => {
    const { name, managed = false, versions: [first = {}, ...others] = [] } = seed;
    mustHold(settings.flavour, seed.kty);
    const spec = specOf(seed.kty, seed);
    const keyOps = keyOpsFor(spec, seed.keyOps);

    const grow = async ({ createdOn, notBefore, expiresOn, enabled = true, tags, imported }: VersionSeed) =>
      versionFrom(
        {
          kty: seed.kty,
          keyOps,
          enabled,
          notBefore,
          expiresOn,
          exportable: false,
          releasePolicy: undefined,
          tags: tags ?? seed.tags ?? {},
          origin: imported ? 'imported' : 'generated',
          material: await settings.generate(spec),
        },
        createdOn ?? settings.now(),
      );

    const [oldest, younger] = await Promise.all([grow(first), Promise.all(others.map(grow))]);
    const policy = seed.rotationPolicy && policyFrom(RotationPolicyBody.parse(seed.rotationPolicy), settings.now());
    const key: Key = { name, managed, policy, versions: [oldest, ...younger] };
    keys.put(key);
    return key.versions.map(({ version }) => version);
  };
