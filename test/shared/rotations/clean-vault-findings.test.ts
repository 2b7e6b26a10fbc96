import { KeyUrl } from '../../../shared/keys/key-url';
import { cleanVaultFindings } from '../../../shared/rotations/clean-vault-findings';

const inVault = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const cleanVault = KeyUrl.parse('https://standby.vault.azure.net/keys/ledger');
const inHsm = KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/ledger');
const cleanHsm = KeyUrl.parse('https://standby.managedhsm.azure.net/keys/ledger');

const a = (type: string, id = `a ${type}`) => ({
  id,
  type,
  mode: 'pinned' as const,
  canary: false,
  keepsOldVersionFor: [],
});
const storage = a('Microsoft.Storage/storageAccounts');

describe('cleanVaultFindings', () => {
  it('finds nothing where the key stays in its vault, nor where all may move to one of the same kind', () => {
    expect(cleanVaultFindings(inVault, undefined, [a('Microsoft.MachineLearningServices/workspaces')])).toEqual([]);
    expect(cleanVaultFindings(inVault, cleanVault, [storage])).toEqual([]);
    expect(cleanVaultFindings(inHsm, cleanHsm, [storage])).toEqual([]);
  });

  it.each([
    ['a vault', inHsm, cleanVault, 'lies in a Managed HSM'],
    ['a Managed HSM', inVault, cleanHsm, 'is a Managed HSM'],
  ])('says that %s is of another kind than what holds the key', (_, key, toKey, words) => {
    const found = cleanVaultFindings(key, toKey, [storage]);
    expect(found).toMatchObject([{ code: 'standby-other-kind', message: expect.stringContaining(words) }]);
    expect(found[0]?.nextStep).toContain('standby in policy.yaml');
  });

  it('names what takes no key of another vault, and what to do about it', () => {
    const type = 'Microsoft.MachineLearningServices/workspaces';
    const many = Array.from({ length: 7 }, (_, n) => a(type, `workspace ${n}`));
    const [found, ...others] = cleanVaultFindings(inVault, cleanVault, [storage, ...many]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'standby-refused-by-type',
      nextStep: expect.stringContaining('make a new one'),
    });
    expect(found?.message).toMatch(/^These do not move .*workspace 4 and 2 more$/);
  });

  it('is not sure where only the resource itself can tell', () => {
    const [found] = cleanVaultFindings(inVault, cleanVault, [a('Microsoft.CognitiveServices/accounts')]);
    expect(found?.message).toMatch(/^These may not move/);
  });

  it('names what takes no key of a Managed HSM', () => {
    const found = cleanVaultFindings(inVault, cleanHsm, [storage, a('Microsoft.Batch/batchAccounts')]);
    expect(found.map(({ code }) => code)).toEqual(['standby-other-kind', 'standby-refused-by-type']);
    expect(found[1]?.nextStep).toContain('Microsoft.Batch/batchAccounts takes no keys of a Managed HSM');
  });
});
