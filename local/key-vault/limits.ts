import { currentOf } from './key';
import { specOf } from './key-flavours';
import type { Operation } from './operations';
import type { Parts } from './parts';
import type { Call } from './route';
import { flatThrottle, throttle, type Subject } from './throttle';
import { KeyCreate } from './wire';

/** Counts one call, and refuses it where the limits are used up. */
export type Count = (operation: Operation, call: Pick<Call, 'name' | 'version'>, body: unknown) => void;

/** Counts a call against the published limits, if the vault has any, and refuses it when they are used up. */
export function limiter({ settings, keys }: Parts): Count {
  const given = typeof settings.throttle === 'object' ? settings.throttle : undefined;
  if (given?.callsPerTenSeconds) return flatThrottle(given.monotonic, given.callsPerTenSeconds);
  if (!settings.throttle || settings.flavour === 'managed-hsm') return () => undefined;
  const clock = given?.monotonic ?? (() => settings.now().getTime());
  const count = throttle(clock, given?.subscription);

  /** What is to be made only the body tells; else it is the version in question. */
  const subjectOf = (
    operation: Operation,
    { name, version: id }: Pick<Call, 'name' | 'version'>,
    body: unknown,
  ): Subject => {
    const asked = operation === 'create' ? KeyCreate.safeParse(body).data : undefined;
    if (asked) return { kty: asked.kty, spec: specOf(asked.kty, { size: asked.key_size, curve: asked.crv }) };
    const key = keys.find(name);
    const version = key && (key.versions.find(({ version }) => version === id) ?? currentOf(key));
    return version && { kty: version.kty, spec: version.material.spec };
  };

  return (operation, call, body) => count(operation, subjectOf(operation, call, body));
}
