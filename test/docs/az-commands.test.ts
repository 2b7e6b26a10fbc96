import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Options that Azure CLI 2.45.0 takes, read from its help; those of `rest`, `vm`, `eventgrid event-subscription`, `functionapp`, `network` and `keyvault key create` from its documentation. Look there before you quote another command or option. */
const verified: Readonly<Record<string, readonly string[]>> = {
  'account get-access-token': ['resource', 'query', 'output'],
  'ad app create': ['display-name', 'app-roles', 'query', 'output'],
  'ad app federated-credential create': ['id', 'parameters'],
  'ad app update': ['id', 'identifier-uris'],
  'ad sp create': ['id'],
  'aks command invoke': ['resource-group', 'name', 'command'],
  'aks update': ['azure-keyvault-kms-key-id', 'azure-keyvault-kms-key-vault-resource-id'],
  'cloud set': ['name'],
  'deployment sub create': ['name', 'location', 'subscription', 'template-file', 'parameters', 'output'],
  'disk-encryption-set update': ['ids', 'key-url'],
  'eventgrid event-subscription list': ['source-resource-id'],
  'eventgrid system-topic delete': ['resource-group', 'name', 'yes'],
  'eventgrid system-topic list': ['query', 'output'],
  'functionapp config appsettings set': ['name', 'resource-group', 'settings'],
  'functionapp identity assign': ['name', 'resource-group', 'identities'],
  'functionapp identity show': ['name', 'resource-group'],
  'functionapp restart': ['name', 'resource-group'],
  'group delete': ['name'],
  'keyvault key backup': ['id', 'file'],
  'keyvault key create': ['vault-name', 'name', 'kty'],
  'keyvault key list': ['id'],
  'keyvault key list-versions': ['id', 'query'],
  'keyvault key recover': ['id'],
  'keyvault key rotation-policy show': ['vault-name', 'name'],
  'keyvault key set-attributes': ['id', 'enabled', 'expires'],
  'keyvault key show': ['id'],
  'keyvault network-rule add': ['name', 'subnet'],
  'keyvault recover': ['name', 'hsm-name'],
  'keyvault role assignment delete': ['hsm-name', 'ids'],
  'keyvault role assignment list': ['hsm-name'],
  'keyvault role assignment create': ['hsm-name', 'role', 'assignee-object-id', 'assignee-principal-type', 'scope'],
  'keyvault secret list': ['vault-name', 'query'],
  'keyvault role definition create': ['hsm-name', 'role-definition'],
  'keyvault set-policy': ['name', 'object-id', 'key-permissions'],
  'keyvault show': ['name', 'query', 'output'],
  'keyvault update': ['name', 'enable-purge-protection', 'enable-rbac-authorization'],
  'keyvault update-hsm': ['hsm-name', 'enable-purge-protection'],
  'monitor activity-log list': ['resource-id'],
  'monitor diagnostic-settings create': ['name', 'resource', 'workspace', 'export-to-resource-specific', 'logs'],
  'monitor diagnostic-settings delete': ['name', 'resource'],
  'monitor diagnostic-settings list': ['resource'],
  'monitor log-analytics workspace show': ['resource-group', 'workspace-name', 'query'],
  'network private-endpoint-connection list': ['type', 'name', 'resource-group'],
  'resource show': ['ids'],
  rest: ['method', 'uri', 'body'],
  'role assignment delete': ['ids'],
  'role assignment list': ['scope', 'include-inherited'],
  'role assignment create': ['role', 'assignee-object-id', 'assignee-principal-type', 'scope'],
  'role definition delete': ['name'],
  'storage blob download': ['account-name', 'container-name', 'name', 'file', 'auth-mode'],
  'storage blob list': ['account-name', 'container-name', 'auth-mode', 'output'],
  'storage container immutability-policy lock': ['account-name', 'container-name', 'if-match'],
  'storage container immutability-policy show': ['account-name', 'container-name', 'query', 'output'],
  'storage message clear': ['account-name', 'queue-name', 'auth-mode'],
  'storage message peek': ['account-name', 'queue-name', 'auth-mode'],
  'synapse workspace key create': ['resource-group', 'workspace-name', 'name', 'key-identifier'],
  'tag update': ['resource-id', 'operation', 'tags'],
  'vm deallocate': ['ids'],
  'vm start': ['ids'],
};

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(folder, file));

const sources = [
  'README.md',
  ...filesIn('docs', /\.md$/),
  ...filesIn('infra', /\.sh$/),
  ...filesIn('shared', /\.ts$/),
  ...filesIn('functions', /\.ts$/),
  ...filesIn('orchestrations', /\.ts$/),
];

/** Commands with their options, up to the next command or the end of the text that quotes them. */
const quoted = sources.flatMap((file) => {
  const text = readFileSync(file, 'utf8').replaceAll(/(\\|['`] \+)\n\s*['`]?/g, '');
  return [...text.matchAll(/\baz ((?:[a-z][a-z-]*\b ?)+?)(?= ?--)((?:(?!\baz )[^\n])*)/g)].map(
    ([, command = '', rest = '']) => ({
      file,
      command: command.trim(),
      options: [...rest.matchAll(/(?:^| )--([a-z-]+)/g)].flatMap(([, name = '']) => name),
    }),
  );
});

describe('the Azure CLI commands that we quote', () => {
  it('are found in alerts, errors and documents', () => {
    expect(new Set(quoted.map(({ command }) => command))).toEqual(new Set(Object.keys(verified)));
  });

  it.each(quoted)('$file: az $command exists, with its options', ({ command, options }) => {
    expect(verified[command]).toEqual(expect.arrayContaining(options));
  });

  it('names a deleted key by the id that recovering takes', () => {
    for (const file of sources) expect(readFileSync(file, 'utf8')).not.toContain('key recover --id ${key}');
  });
});
