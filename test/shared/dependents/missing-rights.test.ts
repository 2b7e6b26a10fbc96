import { preflight } from '../../../shared/rotations/preflight';
import { facts } from '../../examples';
import { seed } from './arm-case';
import { protectedBy } from './arm-cases-sql';
import { anArmEstate, aPolicy, group, key } from './arm-estate';

const server = 'Microsoft.Sql/servers/books';
const all = ['Microsoft.Sql/servers/keys/write', 'Microsoft.Sql/servers/encryptionProtector/write'];

/** A pinned server, and an account that follows by itself, where a role gives us these actions. */
const found = async (actions: readonly string[] | undefined, how = { rights: true }) => {
  const rest = { notActions: [], dataActions: [], notDataActions: [] };
  const permissions = actions && (() => [{ actions: [...actions], ...rest }]);
  const authorise = async () => ({ principal: 'rewrap', may: () => true, ...(permissions && { permissions }) });
  const { emulator, dependents, calls } = anArmEstate({ authorise });
  for (const each of protectedBy(server, false)) emulator.put(each);
  emulator.put(seed('Microsoft.DocumentDB/databaseAccounts/docs', { keyVaultKeyUri: key }));
  return { discovery: await dependents.find(key, aPolicy(), how), calls };
};

describe('rights that are missing to move what is found', () => {
  it('are named with the resource group, before anything is written', async () => {
    const { discovery } = await found(['*/read', all[0] ?? '']);
    expect(discovery.missingRights).toEqual([{ scope: group.toLowerCase(), right: all[1] }]);
    const { warnings } = preflight({ facts: facts(), discovery, mode: 'rotate', cause: 'schedule', weaknesses: [] });
    expect(warnings).toMatchObject([{ code: 'right-missing', message: expect.stringContaining(all[1] ?? '?') }]);
  });

  it.each<[string, readonly string[] | undefined]>([
    ['where roles give all', [...all, '*/read']],
    ['where a role gives more', ['Microsoft.Sql/*']],
    ['where nobody tells', undefined],
  ])('are none %s', async (_, actions) => {
    expect((await found(actions)).discovery.missingRights).toBeUndefined();
  });

  it('are not asked for unless somebody plans', async () => {
    const { calls } = await found(['*/read'], { rights: false });
    expect(calls.filter(({ path }) => /permissions/i.test(path))).toEqual([]);
  });
});
