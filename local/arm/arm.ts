import { randomUUID } from 'node:crypto';
import type { Wire } from '../key-vault/lost-answer';
import { createArmApp } from './arm-app';
import type { Authorise } from './caller';
import { shown } from './entry';
import { createAuthorization, type Authorization, type RoleAssignment } from './authorization/authorization';
import type { Denial, ManagedGroup } from './governance';
import type { KeyUse } from './key-need';
import { createFaults, type Fault, type FaultInput } from './faults';
import { health } from './key-use';
import type { KeyLookup } from './key-lookup';
import { createResources, isBeingMade, type Seed } from './resources';
import type { ArmResource } from './resource-type';
import type { ThrottleOptions } from './throttle';

export interface ArmOptions {
  /** The estate clock. */
  readonly now: () => Date;
  readonly authorise: Authorise;
  readonly keys: KeyLookup;
  /** Ids of operations and requests; UUIDs by default. */
  readonly random?: () => string;
  readonly throttle?: ThrottleOptions;
  /** How long a write takes that is answered with 202. */
  readonly operationSeconds?: number;
  /** How long after a write Resource Graph knows of it. */
  readonly graphDelaySeconds?: number;
  /** By type, e.g. `Microsoft.DocumentDB/databaseAccounts`: minutes after which a new key version has been followed. */
  readonly lagMinutes?: Readonly<Record<string, number>>;
  /** Hears of a role assignment that a caller has deleted, and of whom. */
  readonly onRevoked?: (assignment: RoleAssignment, by: string) => void;
  /** Ids of subscriptions that exist beside those that hold a resource. */
  readonly subscriptions?: readonly string[];
}

/** Stands in for Azure Resource Manager and Resource Graph on one machine. */
export interface Arm {
  /** @param wire what the Node.js server hands along; by it a fault on demand breaks the connection */
  fetch(request: Request, wire?: Wire): Promise<Response>;
  /** Lays a resource into the estate, unchecked; it takes its key into use at once. */
  put(seed: Seed): void;
  /** Deletes a resource and all that lies below it, as somebody else would. */
  remove(id: string): void;
  /** Puts a resource group under the management of a resource. */
  manage(group: ManagedGroup): void;
  /** Keeps everybody from doing something, whatever their roles. */
  deny(denial: Denial): void;
  /** Who has which role. What a caller may do here does not follow from it. */
  readonly authorization: Authorization;
  get(id: string): ArmResource | undefined;
  list(): readonly ArmResource[];
  /** Whether the resource's service can unwrap its data keys now. */
  health(id: string): 'ok' | 'no-key';
  /** Every key version that the resource has ever needed, oldest first. */
  keyLog(id: string): readonly KeyUse[];
  /** Calls that were refused because there were too many. */
  throttled(): number;
  /** Lets every resource catch up with the clock; worth a call before a long leap. */
  tick(): void;
  inject(fault: FaultInput): void;
  faults(): readonly Fault[];
  clearFaults(): void;
}

/** Makes an empty estate with its front door. */
export function createArm(options: ArmOptions): Arm {
  const resources = createResources(options);
  const faults = createFaults();
  let throttled = 0;
  const groups: ManagedGroup[] = [];
  const denials: Denial[] = [];
  const authorization = createAuthorization();
  const app = createArmApp({
    now: options.now,
    authorise: options.authorise,
    keys: options.keys,
    newId: options.random ?? randomUUID,
    throttle: options.throttle ?? {},
    operationSeconds: options.operationSeconds ?? 20,
    graphDelaySeconds: options.graphDelaySeconds ?? 0,
    subscriptions: options.subscriptions ?? [],
    groups,
    denials,
    authorization,
    onRevoked: options.onRevoked ?? (() => undefined),
    commands: new Map(),
    resources,
    faults,
    onThrottled: () => {
      throttled += 1;
    },
  });
  const existing = (id: string) => {
    const entry = resources.entry(id);
    if (!entry) throw new Error(`Expected a resource of the estate, found none with the id ${id}.`);
    return entry;
  };

  return {
    fetch: async (request, wire = {}) => app.fetch(request, wire),
    put: (seed) => resources.put(seed),
    remove: (id) => resources.remove(id),
    manage: (group) => void groups.push(group),
    deny: (denial) => void denials.push(denial),
    authorization,
    get: (id) => resources.find(id),
    list: () =>
      resources
        .all()
        .filter((entry) => !isBeingMade(entry))
        .map(shown),
    health: (id) => health(existing(id), options.keys),
    keyLog: (id) => existing(id).uses,
    throttled: () => throttled,
    tick: () => void resources.all(),
    inject: (fault) => faults.inject(fault),
    faults: () => faults.list(),
    clearFaults: () => faults.clear(),
  };
}
