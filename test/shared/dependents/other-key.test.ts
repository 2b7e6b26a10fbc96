import { armTypes } from '../../../shared/dependents';
import { hostOf, isInManagedHsm, KeyUrl, nameOf } from '../../../shared/keys/key-url';
import { seed, type ArmCase } from './arm-case';
import { armCases } from './arm-cases';
import { anArmEstate, aPolicy, host, key, v1, v2, type ArmEstate } from './arm-estate';

const others = {
  'of the same vault': KeyUrl.parse(`https://${host}/keys/second`),
  'of another vault': KeyUrl.parse('https://orders.vault.azure.net/keys/second'),
  'of a Managed HSM': KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/second'),
};

const cases = armCases.flatMap((given) =>
  Object.entries(others).map(([which, toKey]) => ({ given, type: given.type, which, toKey })),
);

/** What a resource of the type says of that key, where it never goes there. */
const refusalOf = (type: string, toKey: KeyUrl): string | undefined => {
  const { managedHsm, keepsTo } = armTypes.find((each) => each.type === type) ?? {};
  if (managedHsm === 'no' && isInManagedHsm(toKey)) return 'Choose a key in a vault';
  return keepsTo && !keepsTo.when && hostOf(toKey) !== host ? keepsTo.because : undefined;
};

const anEstateWith = (seeds: ArmCase['pinned'] = [], toKey: KeyUrl): ArmEstate => {
  const estate = anArmEstate();
  for (const each of seeds) estate.emulator.put(each);
  estate.emulator.put(seed('Microsoft.KeyVault/vaults/orders', { vaultUri: 'https://orders.vault.azure.net/' }));
  estate.create(v2, nameOf(toKey), hostOf(toKey));
  return estate;
};

/** What a resource holds, as if it had never been turned to another key; without what the service itself writes. */
const unturned = (estate: ArmEstate, id: string, toKey: KeyUrl): unknown => {
  const { properties = {}, tags, location } = estate.emulator.get(id) ?? {};
  const text = JSON.stringify({ properties, tags, location }).toLowerCase();
  const turnedBack = text
    .replaceAll(hostOf(toKey), host)
    .replaceAll('/vaults/orders', '/vaults/payments')
    .replaceAll(`"${nameOf(toKey)}"`, '"ledger"')
    .replaceAll(`/keys/${nameOf(toKey)}`, '/keys/ledger')
    .replaceAll(v2, v1);
  // What repeats the vault changes with it; sets of disks have a test of their own.
  const told = [
    'sourcevault',
    'provisioningstate',
    'lastkeyrotationtimestamp',
    'currentversionedkeyidentifier',
    'etag',
  ];
  return JSON.parse(turnedBack, (name, value: unknown) => (told.includes(name) ? undefined : value));
};

describe.each(cases)('a resource of type $type that is to use a key $which', ({ given, type, toKey }) => {
  const { id } = given;
  const refusal = refusalOf(type, toKey);
  const isRefused = refusal !== undefined;

  const moves = async (estate: ArmEstate) => {
    const dependent = await estate.only();
    const before = unturned(estate, id, toKey);
    const move = await estate.drive(dependent, { toKey });
    return { dependent, before, move };
  };

  if (given.pinned) {
    it(
      isRefused ? 'is not written: its type refuses' : 'turns to it, stays pinned, and is else as it was',
      async () => {
        const estate = anEstateWith(given.pinned, toKey);
        const { dependent, before, move } = await moves(estate);
        if (isRefused) {
          expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
          expect(move.because).toContain(refusal);
          expect(estate.writes()).toEqual([]);
          return;
        }
        expect(move).toMatchObject({ dependent: id, to: v2, toKey, state: 'settled', proof: 'read-back' });
        expect(await estate.only(toKey)).toMatchObject({ id, mode: 'pinned', version: v2 });
        expect(unturned(estate, id, toKey)).toEqual(before);
        const count = estate.writes().length;
        expect(await estate.drive(dependent, { toKey, earlier: move })).toMatchObject({ state: 'settled' });
        expect(await estate.drive(dependent, { toKey })).toMatchObject({ state: 'settled' });
        expect(estate.writes()).toHaveLength(count);
      },
    );

    it('is moved with the rights that its type lists, and no others', async () => {
      const estate = anEstateWith(given.pinned, toKey);
      const rights = armTypes.find((each) => each.type === type)?.rights ?? [];
      // Reader shows the vault, which some must name; what changes anything must be listed.
      const reader = /^Microsoft\.(Resources|ResourceGraph|KeyVault)\//i;
      estate.rights.may = (action) => reader.test(action) || rights.includes(action);
      const { move } = await moves(estate);
      expect(move.state).toBe(isRefused ? 'needs-person' : 'settled');
    });

    it('is observed to use the old one until then', async () => {
      const estate = anEstateWith(given.pinned, toKey);
      const dependent = await estate.only();
      const at = { key, to: v2, toKey };
      const seen = await estate.dependents.observe(dependent, at);
      expect(seen).toEqual({ proof: 'unproven', because: expect.stringContaining(`still uses ${key}`) });
      if (isRefused) return;
      await estate.drive(dependent, { toKey });
      expect(await estate.dependents.observe(dependent, at)).toEqual({ proof: 'read-back' });
    });
  }

  if (given.following) {
    it(isRefused ? 'is not written: its type refuses' : 'turns to it and goes on following', async () => {
      const estate = anEstateWith(given.following, toKey);
      const { before, move } = await moves(estate);
      if (isRefused) {
        expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
        expect(estate.writes()).toEqual([]);
        return;
      }
      expect(move).toMatchObject({ state: 'settled', proof: given.silent ? 'assumed' : 'read-back' });
      expect(await estate.only(toKey)).toMatchObject({ id, mode: 'following' });
      expect(unturned(estate, id, toKey)).toEqual(before);
      const { dependents: left } = await estate.dependents.find(key, aPolicy());
      expect(left).toEqual([]);
    });
  }

  if (given.byHand) {
    it('is told to a person, with the key', async () => {
      const estate = anEstateWith(given.byHand, toKey);
      const { move } = await moves(estate);
      expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
      expect(move.because).toContain(`${toKey}/${v2}`);
      expect(estate.writes()).toEqual([]);
    });
  }
});
