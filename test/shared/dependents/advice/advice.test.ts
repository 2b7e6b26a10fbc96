import { armTypes } from '../../../../shared/dependents';
import { adviceFor } from '../../../../shared/dependents/advice/advice';
import { KeyUrl } from '../../../../shared/keys/key-url';
import { idOf, key, v2 } from '../arm-estate';

const of = (type: string, name: string) => {
  const advice = adviceFor({ id: idOf(name), type }, { key, to: v2 });
  if (!advice) throw new Error(`expected advice for ${type}, found none`);
  return advice;
};

describe('what the infrastructure code of a pinned resource needs', () => {
  it('is the version of a storage account, at the path that ARM has for it', () => {
    const advice = of('Microsoft.Storage/storageAccounts', 'Microsoft.Storage/storageAccounts/store');
    expect(advice.bicep).toBe(`resource pinned 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: 'store'
  properties: {
    encryption: {
      keyvaultproperties: {
        keyvaulturi: 'https://payments.vault.azure.net'
        keyname: 'ledger'
        keyversion: '${v2}'
      }
    }
  }
}`);
    expect(advice.follow).toBe('Leave the version out, and it follows new versions by itself within 24 hours.');
    expect(advice.terraform).toContainEqual({
      resource: 'azurerm_storage_account_customer_managed_key',
      argument: 'key_version',
      value: `"${v2}"`,
    });
  });

  it('is a URL under the name of its parent for a child', () => {
    const { bicep } = of(
      'Microsoft.Storage/storageAccounts/encryptionScopes',
      'Microsoft.Storage/storageAccounts/store/encryptionScopes/secrets',
    );
    expect(bicep).toContain("name: 'store/secrets'");
    expect(bicep).toContain(`keyUri: '${key}/${v2}'`);
  });

  it('is a member of a list for a namespace', () => {
    const { bicep, terraform } = of('Microsoft.EventHub/namespaces', 'Microsoft.EventHub/namespaces/bus');
    expect(bicep).toContain(`      keyVaultProperties: [
        {
          keyVaultUri: 'https://payments.vault.azure.net'
          keyName: 'ledger'
          keyVersion: '${v2}'
        }
      ]`);
    expect(terraform).toMatchObject([{ argument: 'key_vault_key_ids', value: `["${key}/${v2}"]` }]);
  });

  it('is a key registered first and a protector that names it for a SQL server', () => {
    const { bicep, follow } = of('Microsoft.Sql/servers', 'Microsoft.Sql/servers/books');
    expect(bicep).toBe(`resource newKey 'Microsoft.Sql/servers/keys@2023-08-01' = {
  name: 'books/payments_ledger_${v2}'
  properties: {
    serverKeyType: 'AzureKeyVault'
    uri: '${key}/${v2}'
  }
}

resource protector 'Microsoft.Sql/servers/encryptionProtector@2023-08-01' = {
  name: 'books/current'
  properties: {
    serverKeyName: 'payments_ledger_${v2}'
  }
}`);
    expect(follow).toContain('Set properties.autoRotationEnabled to true');
  });

  it('shows every reference of a type that has several', () => {
    const { bicep } = of('Microsoft.Databricks/workspaces', 'Microsoft.Databricks/workspaces/lake');
    expect(bicep).toContain('managedServices: {');
    expect(bicep).toContain('managedDisk: {');
    expect(bicep.match(/entities/g)).toHaveLength(1);
  });

  it('names no version before it is made', () => {
    const advice = adviceFor({ id: idOf('Microsoft.Sql/servers/books'), type: 'Microsoft.Sql/servers' }, { key });
    expect(advice?.bicep).toContain('payments_ledger_NEW-VERSION');
  });

  it('is the key alone where another takes its place under one who follows without a version', () => {
    const cleanKey = KeyUrl.parse('https://standby.vault.azure.net/keys/ledger');
    const type = 'Microsoft.Storage/storageAccounts';
    const moved = (wanted: string, follows: boolean) =>
      adviceFor({ id: idOf(`${wanted}/x`), type: wanted, follows }, { key: cleanKey, to: v2, instead: true });
    expect(moved(type, true)?.because).toContain('names the old key');
    expect(moved(type, true)?.bicep).toContain("keyvaulturi: 'https://standby.vault.azure.net'");
    expect(moved(type, true)?.bicep).not.toContain('keyversion');
    expect(moved(type, true)?.terraform).toContainEqual(expect.objectContaining({ value: `"${cleanKey}"` }));
    expect(moved(type, false)?.bicep).toContain(`keyversion: '${v2}'`);
    expect(moved('Microsoft.Sql/servers', true)?.bicep).toContain(`standby_ledger_${v2}`);
  });

  it('is none for what no infrastructure code makes', () => {
    expect(adviceFor({ id: 'https://store/container', type: 'application-data/blobs' }, { key })).toBeUndefined();
  });

  const pinnable = armTypes.filter(({ references }) =>
    references.some(({ where }) => where.style === 'uri' || where.keyVersion !== undefined),
  );
  it.each(pinnable.map(({ type }) => type))('names the version for %s', (type) => {
    expect(adviceFor({ id: idOf(`${type}/x`), type }, { key, to: v2 })?.bicep).toContain(v2);
  });
});
