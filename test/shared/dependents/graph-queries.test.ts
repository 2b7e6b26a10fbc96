import { allOf, usersOf, usersOfVaults } from '../../../shared/dependents/graph-queries';
import { KeyUrl } from '../../../shared/keys/key-url';

it('looks for host and key name in the properties of any resource', () => {
  expect(usersOf(KeyUrl.parse('https://localhost:8443/keys/ledger'))).toBe(`resources
| extend text = tolower(tostring(properties))
| where text contains 'localhost:8443'
| where text contains '/keys/ledger/' or text contains '/keys/ledger"' or text contains '"ledger"' or text contains '/keys/ledger\\\\"' or text contains '"ledger\\\\"'
| project id, type, name, subscriptionId, resourceGroup, location, tags, identity
| order by id asc`);
});

it('asks for all who name one of the vaults with the words in which they do', () => {
  expect(usersOfVaults(['https://localhost:8443', 'https://payments.vault.azure.net'])).toBe(`resources
| extend text = tolower(tostring(properties))
| where text contains 'localhost:8443' or text contains 'payments.vault.azure.net'
| project id, type, name, subscriptionId, resourceGroup, location, tags, identity, text
| order by id asc`);
});

it('lists the parents of what Resource Graph does not hold, each type once', () => {
  const types = ['Microsoft.Storage/storageAccounts', 'Microsoft.Sql/servers', 'microsoft.sql/servers'];
  expect(allOf(types)).toBe(`resources
| where type in~ ('microsoft.sql/servers', 'microsoft.storage/storageaccounts')
| project id, type, name, subscriptionId, resourceGroup, location, tags, identity
| order by id asc`);
});
