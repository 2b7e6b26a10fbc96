import { faultQueue } from './faults';
import type { Wire } from './lost-answer';
import { limiter } from './limits';
import type { LocalAssignment } from './local-roles';
import { neighbourly, type Neighbourly } from './neighbourly';
import { partsOf, type Parts } from './parts';
import { timekeeper } from './rotation';
import { backupRoutes } from './routes/backup';
import { cryptographyRoutes } from './routes/cryptography';
import { deletedKeyRoutes } from './routes/deleted-keys';
import { keyRoutes } from './routes/keys';
import { randomBytesRoutes } from './routes/random-bytes';
import { readingRoutes } from './routes/readings';
import { localRoleRoutes } from './routes/local-roles';
import { rotationRoutes } from './routes/rotation';
import { seeder, type KeySeed } from './seed';
import { server } from './server';
import { settingsFrom, type VaultOptions } from './settings';

export type { VaultOptions } from './settings';
export type { KeySeed, VersionSeed } from './seed';
export { asCloudEvent, type VaultEvent } from './vault-event';

/** One emulated vault or Managed HSM. */
export interface Vault extends Neighbourly {
  /** Answers a call of the data plane. A server passes its own bindings along, so that a connection can be reset. */
  fetch(request: Request, wire?: Wire): Response | Promise<Response>;
  /** To be called whenever the estate's clock has moved: raises notices, starts rotations by policy. */
  tick(): void;
  /** Waits for the rotations that ticks have started. */
  settled(): Promise<void>;
  /** Adds a key as if it had always been there; gives its version ids, oldest first. */
  seedKey(seed: KeySeed): Promise<readonly string[]>;
  /** Gives somebody a local role of a Managed HSM, unchecked. What a caller may do here does not follow from it. */
  assign(assignment: LocalAssignment): void;
  /** Disturbs coming calls; takes a `Fault` as plain data, and throws a ZodError if it is none. */
  addFault(plain: unknown): void;
  clearFaults(): void;
}

/** Makes an emulated vault. Its keys live in memory and end with the process. */
export function createVault(options: VaultOptions): Vault {
  const parts = partsOf(settingsFrom(options));
  const faults = faultQueue();
  const count = limiter(parts);
  const app = server(parts, routesOf(parts), { faults, count });
  const { tick, settled } = timekeeper(parts);
  return {
    fetch: (request, wire) => app.fetch(request, wire ?? {}),
    tick,
    settled,
    seedKey: seeder(parts),
    assign: (assignment) => void parts.assignments.set(assignment.id, assignment),
    ...neighbourly(parts, count),
    addFault: (plain) => void faults.add(plain),
    clearFaults: faults.clear,
  };
}

/** A literal segment must come before the parameter in its place: `versions` before `:version`. */
const routesOf = (parts: Parts) => [
  ...localRoleRoutes(parts),
  ...rotationRoutes(parts),
  ...backupRoutes(parts),
  ...cryptographyRoutes(parts),
  ...readingRoutes(parts),
  ...keyRoutes(parts),
  ...deletedKeyRoutes(parts),
  ...randomBytesRoutes(parts),
];
