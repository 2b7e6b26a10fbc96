import { unlimited } from '../../shared/pacing/budget';
import type { Policy } from '../../shared/policy/policy';
import type { World } from '../../shared/world';
import { aPolicy } from '../examples';
import { fakeAccess, fakeDirectory, fakeDirectoryEvents } from './fake-access';
import { fakeAudit } from './fake-audit';
import { fakeDependents } from './fake-dependents';
import { fakeDoctor } from './fake-doctor';
import { fakeKeys } from './fake-keys';
import { fakeOutbox } from './fake-outbox';
import { fakeStores } from './fake-stores';

/** A whole world in memory. What tests plant and assert stands beside the ports. */
export function fakeWorld({ now, policy = aPolicy() }: { now: () => Date; policy?: Policy }) {
  const keys = fakeKeys({ now });
  const dependents = fakeDependents({ now });
  const audit = fakeAudit({ now });
  const alerts = fakeOutbox({ now });
  const access = fakeAccess({ now });
  return {
    now,
    policy: async () => policy,
    keys,
    dependents,
    audit,
    alerts,
    doctor: fakeDoctor({ now }),
    access,
    directory: fakeDirectory(),
    directoryEvents: fakeDirectoryEvents(),
    pacing: unlimited,
    ownIdentities: [],
    ...fakeStores({ now }),
  } satisfies World;
}
