import { InvocationContext } from '@azure/functions';
import { KeyUrl } from '../../shared/keys/key-url';
import { unlimited } from '../../shared/pacing/budget';
import type { Workflows } from '../../shared/world';
import { fakeAccess, fakeDirectory, fakeDirectoryEvents } from '../fakes/fake-access';
import { fakeAudit } from '../fakes/fake-audit';
import { fakeDependents } from '../fakes/fake-dependents';
import { fakeDoctor } from '../fakes/fake-doctor';
import { fakeKeys } from '../fakes/fake-keys';
import { fakeOutbox } from '../fakes/fake-outbox';
import { fakeStores } from '../fakes/fake-stores';
import { aPolicy } from '../shared/policy/a-policy';

export const ledger = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
export const foreign = KeyUrl.parse('https://elsewhere.vault.azure.net/keys/ledger');

/** Workflows that stay alive once started. */
const fakeWorkflows = () => {
  const started: { name: string; id: string; input: unknown }[] = [];
  const told: { id: string; event: string }[] = [];
  const workflows: Workflows = {
    async start(name, id, input) {
      if (started.some((one) => one.id === id)) return 'alive';
      started.push({ name, id, input });
      return 'started';
    },
    async tell(id, event) {
      told.push({ id, event });
    },
  };
  return { workflows, started, told };
};

/** A world in memory at 1 June 2026, with one key `ledger` that is not due. What was logged is in `logged`. */
export const aSite = () => {
  const now = () => new Date('2026-06-01T12:00:00Z');
  const keys = fakeKeys({ now });
  const dependents = fakeDependents({ now });
  const alerts = fakeOutbox({ now });
  const stores = fakeStores({ now });
  const version = keys.addKey(ledger);
  const logged: unknown[][] = [];
  const log = new InvocationContext({
    functionName: 'test',
    logHandler: (level, ...line) => void logged.push([level, ...line]),
  });
  const world = {
    now,
    keys,
    dependents,
    audit: fakeAudit({ now }),
    access: fakeAccess({ now }),
    directory: fakeDirectory(),
    directoryEvents: fakeDirectoryEvents(),
    alerts,
    doctor: fakeDoctor({ now }),
    pacing: unlimited,
    ...stores,
    ownIdentities: ['oid-of-rewrap'],
    policy: () => Promise.resolve(aPolicy()),
  };
  return { world, log, logged, ...fakeWorkflows(), keys, alerts, stores, version };
};
