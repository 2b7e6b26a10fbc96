import { ApplicationDataEntry, declaredBy, storeKinds } from '../../../../shared/dependents/wrapped-keys';

const container = 'https://bank.blob.core.windows.net/letters';
const table = 'https://bank.table.core.windows.net/tokens';
const columns = { keyId: 'WrappedBy', value: 'WrappedKey' };

describe('stores that the policy declares', () => {
  it('are containers of blobs where no kind is named', () => {
    expect(declaredBy(ApplicationDataEntry.parse({ container }))).toMatchObject({
      id: container,
      type: 'application-data/blobs',
      canary: false,
    });
  });

  it('are of the kind that is named', () => {
    const entry = ApplicationDataEntry.parse({ kind: 'azure-table', table, columns, canary: true });
    expect(declaredBy(entry)).toMatchObject({ type: 'application-data/table-rows', canary: true });
  });

  it('are of no kind that nobody knows', () => {
    expect(ApplicationDataEntry.safeParse({ kind: 'ledger-of-stone', container }).success).toBe(false);
  });

  it('are told apart by type, because records name it', () => {
    const types = storeKinds.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });
});
