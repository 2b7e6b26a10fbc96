import type { IncidentAsk, IncidentKey } from '../../shared/incidents/incident';
import { gatherProgress } from '../../shared/incidents/gather-progress';
import { attendIncident, openIncident } from '../../shared/incidents/open-incident';
import { Policy } from '../../shared/policy/policy';
import { aClass, ledger } from '../examples';
import type { Delivery } from '../simulation';
import { rotationRun, type RotationRun } from './rotation-run';

export const standby = 'https://standby.vault.azure.net';
export const id = 'INC-7';
export const policy = Policy.parse({
  scope: {
    subscriptions: ['00000000-0000-0000-0000-000000000001'],
    vaults: ['https://payments.vault.azure.net', standby],
  },
  standby: [{ vault: standby }],
  classes: [aClass({ trial: { for: 'PT1H' } })],
});

/** A key with one dependent. */
export const aRun = (how: { deliver?: (step: string) => Delivery } = {}): RotationRun => {
  const run = rotationRun({ policy, ...how });
  run.world.dependents.add({ id: 'orders', key: ledger, version: run.first.version });
  return run;
};

/** As the API does it. */
export const open = async (
  run: RotationRun,
  { of = id, ...how }: Partial<IncidentKey> & { of?: string } = {},
  asked: Partial<IncidentAsk> = {},
) => {
  const { simulation, clock } = run;
  const { mode = 'new-version', containment = 'after' } = how;
  const at = clock.now().toISOString();
  const name = `${of} ${mode}`;
  const cleanVault = mode === 'clean-vault' ? { cleanVault: standby } : {};
  const ask = { id: `ledger-${name}`, incidentId: of, ...cleanVault };
  if (containment === 'after') await run.ask('compromise', name, ask);
  else {
    const wish = { ...ask, key: ledger, cause: 'compromise' as const, reason: name };
    await run.world.requests.add({ ...wish, requestedBy: 'test', requestedAt: at });
  }
  await openIncident(run.world, {
    id: of,
    by: { id: 'oid-of-nadia', name: 'Nadia' },
    ask: {
      at,
      by: 'Nadia',
      reason: 'a test',
      scope: 'one key',
      mode,
      newDataKeys: false,
      containment,
      acceptedWeaker: false,
      ...asked,
    },
    certificates: [],
    keys: [{ key: ledger, requestId: ask.id, mode, newDataKeys: false, containment, rank: 0, askedAt: at, ...how }],
  });
  await attendIncident(simulation.world.workflows, of);
};

export const progress = async (run: RotationRun, of = id) => (await gatherProgress(run.world, of)).keys[0];
