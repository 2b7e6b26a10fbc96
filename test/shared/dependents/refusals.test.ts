import { armDependents } from '../../../shared/dependents/arm-dependents';
import { ArmNotFound } from '../../../shared/azure/arm-errors';
import { hostOf, KeyUrl, nameOf } from '../../../shared/keys/key-url';
import { aiServicesCase } from './arm-cases-services';
import { protectedBy, sqlServerCase } from './arm-cases-sql';
import { seed } from './arm-case';
import { anArmEstate, host, key, v1, v2, type ArmEstate } from './arm-estate';

const there = { state: 'settled', proof: 'read-back' };

describe('a Foundry account, which keeps to its vault', () => {
  const turned = async (toKey: KeyUrl) => {
    const estate = anArmEstate();
    for (const each of aiServicesCase.pinned ?? []) estate.emulator.put({ ...each, kind: 'AIServices' });
    estate.create(v2, nameOf(toKey), hostOf(toKey));
    return { estate, move: await estate.drive(await estate.only(), { toKey }) };
  };

  it('takes another key of it', async () => {
    const { move } = await turned(KeyUrl.parse(`https://${host}/keys/second`));
    expect(move).toMatchObject(there);
  });

  it('is not written for a key of another vault; a person is told what to do', async () => {
    const { estate, move } = await turned(KeyUrl.parse('https://orders.vault.azure.net/keys/second'));
    expect(move).toMatchObject({
      state: 'needs-person',
      because: expect.stringContaining('in the vault that it uses'),
    });
    expect(estate.writes()).toEqual([]);
  });
});

describe('a SQL server', () => {
  const aServer = (): ArmEstate => {
    const estate = anArmEstate();
    for (const each of protectedBy('Microsoft.Sql/servers/books', false)) estate.emulator.put(each);
    estate.pass(60);
    estate.create(v2);
    return estate;
  };
  const protector = { method: 'PUT', path: `${sqlServerCase.id}/encryptionProtector/current` } as const;

  it('whose key somebody else registers at the same moment goes on with its protector', async () => {
    const estate = aServer();
    const name = `Microsoft.Sql/servers/books/keys/payments_ledger_${v2}`;
    estate.emulator.put(seed(name, { uri: `${key}/${v2}` }, { location: undefined }));
    const arm: typeof estate.arm = {
      ...estate.arm,
      async get(...asked) {
        const refusal = { method: 'GET', scope: asked[0], status: 404, armCode: 'ResourceNotFound', detail: '' };
        if (/\/keys\//i.test(asked[0])) throw new ArmNotFound(refusal);
        return estate.arm.get(...asked);
      },
    };
    const port = armDependents({ arm, now: estate.now });
    const dependent = await estate.only();
    const first = await port.move(dependent, { key, to: v2, nudge: false });
    expect(first).toMatchObject({ state: 'pending', operation: expect.any(String) });
    estate.pass(60);
    expect(await port.move(dependent, { key, to: v2, nudge: false, earlier: first })).toMatchObject(there);
  });

  it('whose protector is being changed already is tried again, also when the operation says so afterwards', async () => {
    const estate = aServer();
    const code = 'EncryptionProtectorChangeInProgress';
    estate.emulator.inject({ ...protector, effect: { kind: 'answer', status: 409, code } });
    estate.emulator.inject({ ...protector, effect: { kind: 'fail', status: 409, code, message: 'In progress.' } });
    expect(await estate.drive(await estate.only())).toMatchObject(there);
  });

  it('keeps the version it uses when it refuses an older one, and the move says so', async () => {
    const estate = aServer();
    const dependent = await estate.only();
    await estate.drive(dependent);
    const move = await estate.driveBack(dependent);
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven', to: v1 });
    expect(move.because).toMatch(/older than.* keep the version that it uses enabled/);
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toEqual({ proof: 'read-back' });
  });
});
