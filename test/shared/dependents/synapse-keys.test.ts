import { seed } from './arm-case';
import { anArmEstate, aPolicy, group, host, idOf, key, v1, v2, type ArmEstate } from './arm-estate';
import { KeyUrl } from '../../../shared/keys/key-url';

const path = 'Microsoft.Synapse/workspaces/Lake';
const id = idOf(path);
const spare = KeyUrl.parse(`https://${host}/keys/spare`);
const kekIdentity = { useSystemAssignedIdentity: true };
const version = '2021-06-01';

const registered = (name: string, keyVaultUrl: string) => seed(`${path}/keys/${name}`, { keyVaultUrl });

interface Wishes {
  /** Key registered as the spare one; none when it is empty. */
  readonly spare?: string;
  readonly pool?: string;
}

/** A workspace on v1 of the key, which it knows as `default`, with v2 there and a spare key registered. */
const anEstate = ({ spare: named = spare, pool = 'Online' }: Wishes = {}): ArmEstate => {
  const estate = anArmEstate();
  estate.emulator.put(
    seed(
      path,
      { encryption: { cmk: { key: { name: 'default', keyVaultUrl: `${key}/` }, kekIdentity } } },
      { tags: {} },
    ),
  );
  estate.emulator.put(registered('default', `${key}/`));
  if (named) estate.emulator.put(registered('rewrap-spare', named));
  estate.emulator.put(seed(`${path}/sqlPools/sales`, { status: pool }));
  estate.pass(60);
  estate.create(v2);
  return estate;
};

const pointing = (name: string, keyVaultUrl: string) => ({
  method: 'PATCH',
  path: id,
  body: { properties: { encryption: { cmk: { key: { name, keyVaultUrl }, kekIdentity } } } },
});
const thereAndBack = [pointing('rewrap-spare', spare), pointing('default', key)];

const inUse = ({ emulator }: ArmEstate) =>
  emulator.keyLog(id).flatMap(({ name, version: used, until }) => (until ? [] : [`${name}/${used}`]));

describe('a Synapse workspace', () => {
  it('goes to the spare key and comes back, and uses the newest version then, which can only be assumed', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    expect(dependent).toMatchObject({ id, type: 'Microsoft.Synapse/workspaces', mode: 'pinned' });
    const move = await estate.drive(dependent);
    expect(move).toMatchObject({ state: 'settled', proof: 'assumed', to: v2 });
    expect(estate.writes()).toEqual(thereAndBack);
    expect(inUse(estate)).toEqual([`ledger/${v2}`]);
  });

  it('can be used with its keys at every moment of the way', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    let move = await estate.step(dependent);
    for (; move.state === 'pending'; move = await estate.step(dependent, { earlier: move })) {
      expect(estate.emulator.health(id)).toBe('ok');
      estate.pass(11);
    }
    expect(estate.writes()).toHaveLength(2);
  });

  it('is not sent there again when it is done', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(estate.writes()).toHaveLength(2);
  });

  it.each(['fail', 'drop-answer'] as const)(
    'comes back from the spare key when the way there ended in %s',
    async (kind) => {
      const estate = anEstate();
      const dependent = await estate.only();
      const effect = kind === 'fail' ? ({ kind, status: 500, code: 'Broken', applied: true } as const) : { kind };
      estate.emulator.inject({ path: id, method: 'PATCH', effect });
      const first = await estate.drive(dependent).catch(() => undefined);
      estate.pass(120);
      expect(await estate.drive(dependent, first ? { earlier: first } : {})).toMatchObject({ state: 'settled' });
      expect(inUse(estate)).toEqual([`ledger/${v2}`]);
      expect(estate.writes()).toEqual(thereAndBack);
    },
  );

  it('says so when the way back fails, stays on the spare key, and comes back at the next try', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    let move = await estate.step(dependent);
    for (; move.checkpoint !== 'back'; move = await estate.step(dependent, { earlier: move })) {
      estate.pass(30);
      if (estate.writes().length === 1 && estate.emulator.faults().length === 0) {
        const effect = { kind: 'fail', status: 500, code: 'Broken', message: 'No way back.' } as const;
        estate.emulator.inject({ path: id, method: 'PATCH', effect });
      }
    }
    move = await estate.drive(dependent, { earlier: move });
    expect(move).toMatchObject({
      state: 'failed',
      proof: 'unproven',
      because: expect.stringContaining('No way back.'),
    });
    expect(inUse(estate)[0]).toContain('spare/');
    expect(estate.emulator.health(id)).toBe('ok');
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(inUse(estate)).toEqual([`ledger/${v2}`]);
  });

  it('is an unknown user of the key while it is on the spare one, so that no version is retired', async () => {
    const estate = anEstate();
    await estate.step(await estate.only());
    estate.pass(60);
    const { dependents, unknown } = await estate.dependents.find(key, aPolicy());
    expect(dependents).toEqual([]);
    expect(unknown).toEqual([{ id: `${id}/keys/default`, type: 'Microsoft.Synapse/workspaces/keys' }]);
  });

  it('asks its owner to name a spare key where there is none, and writes nothing', async () => {
    const estate = anEstate({ spare: '' });
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
    expect(move.steps).toContainEqual(
      expect.stringContaining(
        'az synapse workspace key create --resource-group rg --workspace-name lake --name rewrap-spare',
      ),
    );
    expect(estate.writes()).toEqual([]);
  });

  it.each(['https://orders.vault.azure.net/keys/spare', `https://${host}/keys/ledger`])(
    'does not use %s as the spare key',
    async (named) => {
      const estate = anEstate({ spare: named });
      const move = await estate.drive(await estate.only());
      expect(move).toMatchObject({
        state: 'needs-person',
        because: expect.stringContaining('another one of the same vault'),
      });
      expect(estate.writes()).toEqual([]);
    },
  );

  it('is not begun while a SQL pool is paused, which would stay behind', async () => {
    const estate = anEstate({ pool: 'Paused' });
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'needs-person', because: expect.stringContaining('sales') });
    expect(estate.writes()).toEqual([]);
  });

  it('believes a person who did it in the portal, but only assumes it', async () => {
    const estate = anEstate({ spare: '' });
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    await estate.arm.patch(id, version, { tags: { 'rewrap-done-by-hand': v2 } });
    estate.pass(60);
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'assumed' });
  });

  it('turns to another key straight away, registering it first, with its name if that is free', async () => {
    const estate = anEstate();
    const toKey = KeyUrl.parse('https://orders.vault.azure.net/keys/default');
    estate.create(v2, 'default', 'orders.vault.azure.net');
    const dependent = await estate.only();
    expect(await estate.drive(dependent, { toKey })).toMatchObject({ state: 'settled', proof: 'assumed', toKey });
    expect(estate.writes()).toEqual([
      {
        method: 'PUT',
        path: `${id}/keys/default-rewrap`,
        body: { properties: { isActiveCMK: false, keyVaultUrl: toKey } },
      },
      pointing('default-rewrap', toKey),
    ]);
    expect(inUse(estate)).toEqual([`default/${v2}`]);
    expect(await estate.dependents.observe(dependent, { key, to: v2, toKey })).toMatchObject({ proof: 'assumed' });
  });

  it('cannot be taken back: a person is told, and nothing is written', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    await estate.drive(dependent);
    expect(await estate.driveBack(dependent)).toMatchObject({ state: 'needs-person', to: v1 });
    expect(estate.writes()).toHaveLength(2);
  });

  it('is left alone when it is gone or refers to another key', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    const gone = await estate.step({
      ...dependent,
      id: `${group}/providers/microsoft.synapse/workspaces/none`.toLowerCase(),
    });
    expect(gone).toMatchObject({ state: 'settled', proof: 'assumed', because: expect.stringContaining('gone') });
    const other = { name: 'other', keyVaultUrl: `https://${host}/keys/other` };
    estate.emulator.put(seed(path, { encryption: { cmk: { key: other } } }));
    expect(await estate.step(dependent)).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(estate.writes()).toEqual([]);
  });

  it('is observed without a claim: it shows no version', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    const toKey = KeyUrl.parse(`https://${host}/keys/second`);
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'assumed' });
    expect(await estate.dependents.observe(dependent, { key, to: v2, toKey })).toMatchObject({ proof: 'unproven' });
    estate.rights.may = () => false;
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'unproven' });
  });
});
