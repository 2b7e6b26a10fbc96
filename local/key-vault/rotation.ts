import { badParameter, VaultRefusal } from './errors';
import { currentOf, type Key } from './key';
import type { Parts } from './parts';
import { expiryUnder, rotationDue } from './rotation-policy';

/**
 * Makes a version like the current one: same type and size; enabled; it expires as the policy says, else never. Unverified:
 * that tags, key_ops and release policy are carried over. A Managed HSM wants a policy first (the refusal's code is
 * unverified).
 */
export async function rotate({ settings, keys, addVersion }: Parts, name: string): Promise<Key> {
  const key = keys.get(name);
  if (settings.flavour === 'managed-hsm' && !key.policy) {
    throw badParameter(`Expected a rotation policy on key ${name} before it is rotated, found none: set one.`);
  }
  keys.mustTakeVersion(name);
  const { kty, keyOps, exportable, releasePolicy, tags, material } = currentOf(key);
  const fresh = await settings.generate(material.spec);
  const expiresOn = expiryUnder(key.policy, settings.now());
  keys.get(name); // it may have been deleted meanwhile
  return addVersion(name, {
    kty,
    keyOps,
    exportable,
    releasePolicy,
    tags,
    expiresOn,
    material: fresh,
    origin: 'generated',
    enabled: true,
    notBefore: undefined,
  });
}

/**
 * Lets the vault do by itself what has fallen due: notices, and rotations by policy. A leap of the clock over several
 * periods makes one version, dated now. `settled` waits for the rotations under way.
 */
export function timekeeper(parts: Parts) {
  const { keys, announce, settings } = parts;
  const rotating = new Map<Key, Promise<unknown>>();

  const rotateIfDue = (key: Key) => {
    const due = key.policy && rotationDue(key.policy, currentOf(key));
    if (!due || due > settings.now() || rotating.has(key)) return;
    const run = rotate(parts, key.name).catch(untilNextTick);
    rotating.set(
      key,
      run.finally(() => rotating.delete(key)),
    );
  };

  return {
    tick: () => {
      for (const key of keys.live()) {
        announce.dueNotices(key);
        rotateIfDue(key);
      }
    },
    settled: async () => {
      await Promise.all(rotating.values());
    },
  };
}

/** A key that is gone or full meanwhile is refused like anybody's; anything else is a fault of ours. */
function untilNextTick(error: unknown): void {
  if (!(error instanceof VaultRefusal)) throw error;
}
