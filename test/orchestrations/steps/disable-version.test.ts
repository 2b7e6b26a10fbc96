import { disableVersion } from '../../../orchestrations/steps/disable-version';
import { aRecord, ledger, today } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';

describe('disableVersion', () => {
  it('has stores let go of what they kept under the old version, before it is disabled', async () => {
    const now = () => today;
    const world = fakeWorld({ now });
    const { version: old } = world.keys.addKey(ledger);
    const { version: to } = world.keys.addVersion(ledger);
    const id = 'rotation-1';
    await world.records.open(aRecord({ id, key: ledger, from: old, to, retires: [old] }));
    const at = today.toISOString();
    for (const [dependent, type] of [
      ['mssql://bank.database.windows.net/sales', 'application-data/sql-column-keys'],
      ['/subscriptions/1/storageaccounts/a', 'Microsoft.Storage/storageAccounts'],
    ] as const) {
      await world.records.noteMove(id, {
        dependent,
        type,
        to,
        proof: 'read-back',
        state: 'settled',
        startedAt: at,
        at,
      });
    }
    const released: unknown[] = [];
    const dependents = {
      ...world.dependents,
      release: async (dependent: object, from: object) => {
        released.push(dependent, from, world.keys.callsOf('disable'));
      },
    };
    const workflows = { start: async () => 'started' as const, tell: async () => undefined };
    await disableVersion.run({ rotationId: id, version: old }, { ...world, dependents, workflows });
    expect(released).toEqual([
      { id: 'mssql://bank.database.windows.net/sales', type: 'application-data/sql-column-keys' },
      { key: ledger, version: old },
      0,
    ]);
    expect(world.keys.callsOf('disable')).toBe(1);
  });
});
