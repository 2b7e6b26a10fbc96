import { cloudNames, cloudOf, isLoopback, vaultKindOf } from '../../../shared/azure/clouds';

describe('vaultKindOf', () => {
  it.each([
    ['public', 'https://payments.vault.azure.net', 'vault'],
    ['public', 'https://payments.managedhsm.azure.net', 'managed-hsm'],
    ['us-government', 'https://payments.vault.usgovcloudapi.net', 'vault'],
    ['china', 'https://payments.managedhsm.azure.cn', 'managed-hsm'],
    ['local', 'https://localhost:8443', 'vault'],
    ['public', 'https://localhost:8443', undefined],
    ['public', 'https://payments.vault.azure.cn', undefined],
    ['public', 'https://vault.azure.net.example.com', undefined],
    ['public', 'https://payments-vault.azure.net', undefined],
    ['local', 'https://localhost.example.com', undefined],
  ] as const)('in %s takes %s for %s', (cloud, url, kind) => {
    expect(vaultKindOf(cloudOf({ cloud }), url)).toBe(kind);
  });
});

describe('cloudOf', () => {
  it.each(cloudNames.filter((name) => name !== 'custom'))('gives cloud %s a name and https doors only', (cloud) => {
    const { name, arm, entra, resources } = cloudOf({ cloud });
    expect(name).toBe(cloud);
    for (const url of [...Object.values(arm), ...Object.values(entra), ...Object.values(resources)]) {
      expect(url).toMatch(/^https:\/\/[^/]+$/);
    }
  });

  it('sends Azure Resource Manager calls of one machine to the endpoint given', () => {
    const { arm } = cloudOf({ cloud: 'local', armEndpoint: 'https://localhost:7073' });
    expect(arm).toEqual({ endpoint: 'https://localhost:7073', resource: 'https://management.azure.com' });
  });
});

describe('isLoopback', () => {
  it.each(['https://localhost', 'https://127.0.0.1:8443', 'https://a.localhost:1', 'https://[::1]:2'])(
    'is %s',
    (url) => {
      expect(isLoopback(url)).toBe(true);
    },
  );

  it.each(['https://localhost.example', 'https://127.0.0.1.example', 'https://payments.vault.azure.net'])(
    'is not %s',
    (url) => {
      expect(isLoopback(url)).toBe(false);
    },
  );
});
