import { seed } from './arm-case';
import { anArmEstate, aPolicy, host, idOf, key, v1, v2 } from './arm-estate';

const server = 'Microsoft.Sql/servers/shelf';
const database = `${server}/databases/accounts`;
const spare = `https://${host}/keys/spare/${v1}`;

const found = async (properties: Parameters<typeof seed>[1], may: (action: string) => boolean = () => true) => {
  const estate = anArmEstate({ may });
  estate.emulator.put(seed(server, {}));
  estate.emulator.put(seed(database, properties));
  estate.create(v2);
  return estate.dependents.find(key, aPolicy());
};

describe('the further keys of a SQL database', () => {
  it('are told as an unknown use, where another key protects it: its backups may need them', async () => {
    const { dependents, unknown } = await found({
      encryptionProtector: spare,
      keys: { [spare]: {}, [`${key}/${v1}`]: {} },
    });
    expect(dependents).toEqual([]);
    expect(unknown).toEqual([{ id: idOf(database), type: 'Microsoft.Sql/servers/databases/keys' }]);
  });

  it('are no use of a key that is not among them', async () => {
    const { dependents, unknown } = await found({ encryptionProtector: spare, keys: { [spare]: {} } });
    expect({ dependents, unknown }).toEqual({ dependents: [], unknown: [] });
  });

  it('are not asked for where the database is a dependent already', async () => {
    const { dependents, unknown } = await found({
      encryptionProtector: `${key}/${v1}`,
      keys: { [`${key}/${v1}`]: {} },
    });
    expect(dependents).toMatchObject([{ id: idOf(database), version: v1 }]);
    expect(unknown).toEqual([]);
  });
});
