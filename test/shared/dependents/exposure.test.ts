import { exposuresOf } from '../../../shared/dependents/exposure';

const sql = {
  id: '/subscriptions/1/sql',
  type: 'Microsoft.Sql/servers',
  keepsOldVersionFor: ['backups taken under it'],
};
const blobs = { id: 'https://a.blob.core.windows.net/c', type: 'application-data/blobs', keepsOldVersionFor: [] };
const rows = {
  id: 'https://a.table.core.windows.net/t#K',
  type: 'application-data/table-rows',
  keepsOldVersionFor: [],
};

describe('what stays exposed when data keys are suspect', () => {
  it('is everything that a service of Azure has encrypted, and its backups', () => {
    const [exposure] = exposuresOf([sql]);
    expect(exposure).toMatchObject({ dependent: sql.id, reencrypted: false });
    expect(exposure?.stays.join('; ')).toMatch(/does not replace them.*backups taken under it/);
  });

  it('is what cannot be rewritten of blobs that get new data keys', () => {
    const [exposure] = exposuresOf([blobs]);
    expect(exposure?.reencrypted).toBe(true);
    expect(exposure?.stays.join('; ')).toMatch(/snapshots, former versions and soft-deleted/);
  });

  it('is said of stores whose data keys only the application can replace', () => {
    const [exposure] = exposuresOf([rows]);
    expect(exposure?.reencrypted).toBe(false);
    expect(exposure?.stays.join('; ')).toContain('only the application');
  });

  it('R19c: comes with what its owner must do', () => {
    expect(exposuresOf([sql, blobs, rows]).map(({ todo }) => todo)).toEqual([
      expect.stringContaining('new resource'),
      expect.stringContaining('"mode": "re-encrypt"'),
      expect.stringContaining('Have the application'),
    ]);
  });

  it('is, for every one of them, what was copied earlier', () => {
    for (const { stays } of exposuresOf([sql, blobs, rows])) expect(stays.at(-1)).toContain('taken earlier');
  });
});
