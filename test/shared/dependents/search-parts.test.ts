import { inOnePart, orUnfinished, SearchTooLong, SearchUnfinished } from '../../../shared/dependents/search-parts';
import { seed } from './arm-case';
import { anArmEstate, aPolicy, key, v1 } from './arm-estate';

const accounts = 30;

/** Accounts that each must be asked for their encryption scopes, of which one uses the key. */
const anEstate = () => {
  const estate = anArmEstate();
  for (let n = 0; n < accounts; n += 1) {
    const account = `Microsoft.Storage/storageAccounts/store${n}`;
    estate.emulator.put(seed(account, {}));
    const scope = { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri: `${key}/${v1}` } };
    if (n === accounts - 1) estate.emulator.put(seed(`${account}/encryptionScopes/secrets`, scope));
  }
  return estate;
};

/** A part that has had enough after so many looks at the time. */
const after = (looks: number) => {
  let left = looks;
  return () => (left -= 1) < 0;
};

describe('a search that takes several parts', () => {
  it('finds in the end what it would have found in one, and asks for nothing twice', async () => {
    const whole = anEstate();
    const how = (since: Date) => ({ notOlderThan: since, alone: true, rights: true, retentions: true });
    const expected = await whole.dependents.find(key, aPolicy(), how(whole.now()));
    expect(expected.dependents).toHaveLength(1);

    const estate = anEstate();
    const since = estate.now();
    let parts = 0;
    let found: typeof expected | undefined;
    while (!found && parts < 20) {
      parts += 1;
      const part = inOnePart(() => estate.dependents.find(key, aPolicy(), how(since)), after(6 + 6 * parts));
      found = await part.catch((error: unknown) => {
        if (error instanceof SearchUnfinished) return undefined;
        throw error;
      });
      estate.pass(240);
    }
    expect(parts).toBeGreaterThan(3);
    expect(found).toEqual(expected);
    const asked = ({ calls }: typeof estate) => calls.map(({ method, path }) => `${method} ${path}`).toSorted();
    expect(asked(estate)).toEqual(asked(whole));
  });

  it('goes on although a younger search by somebody else has begun meanwhile', async () => {
    const estate = anEstate();
    const since = estate.now();
    const find = (notOlderThan: Date) => estate.dependents.find(key, aPolicy(), { notOlderThan });
    await expect(inOnePart(() => find(since), after(20))).rejects.toThrow(SearchUnfinished);
    const before = estate.calls.length;
    estate.pass(600);
    await expect(inOnePart(() => find(estate.now()), after(3))).rejects.toThrow(SearchUnfinished);
    await expect(inOnePart(() => find(since), after(20))).rejects.toThrow(SearchUnfinished);
    expect(estate.calls.length - before).toBeLessThanOrEqual(3);
  });

  it('is given up after six hours, with what to do', async () => {
    const since = new Date('2030-01-01T00:00:00Z');
    const now = new Date('2030-01-01T06:00:01Z');
    const search = orUnfinished({ since, now }, () => Promise.resolve('found'));
    await expect(search).rejects.toThrow(SearchTooLong);
    await expect(search).rejects.toThrow('narrow the scope of the policy');
  });
});
