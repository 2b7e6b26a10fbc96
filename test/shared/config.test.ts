import { cloudOf, vaultKindOf } from '../../shared/azure/clouds';
import { ConfigInvalid, readConfig, settings, sinkSettings } from '../../shared/config';

const tenant = '8d2a1f10-3b51-4f6c-9f0e-0c8f3a7b2e11';

const inAzure = {
  REWRAP_STORAGE: 'rewrapevidence',
  REWRAP_API_AUDIENCE: 'api://rewrap',
  REWRAP_TENANT_ID: tenant,
};

const onOneMachine = {
  REWRAP_CLOUD: 'local',
  REWRAP_STORAGE: 'UseDevelopmentStorage=true',
  REWRAP_API_AUDIENCE: 'api://rewrap',
  REWRAP_TOKEN_ISSUERS: 'https://localhost:7075, https://localhost:7076',
  REWRAP_JWKS_URL: 'http://localhost:7075/keys',
  REWRAP_ARM_ENDPOINT: 'https://localhost:7073',
};

const problemsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  return [];
};

describe('readConfig', () => {
  it('needs three settings in Azure; the rest follows from cloud and tenant', () => {
    expect(readConfig(inAzure)).toEqual({
      cloud: 'public',
      policy: 'policy.yaml',
      storage: { account: 'rewrapevidence' },
      apiAudience: 'api://rewrap',
      tenantId: tenant,
      tokenIssuers: [`https://login.microsoftonline.com/${tenant}/v2.0`, `https://sts.windows.net/${tenant}/`],
      jwksUrl: `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
      ownIdentities: [],
      containRoles: [],
    });
  });

  it('takes issuers and signing keys from the authority of the cloud', () => {
    const { tokenIssuers, jwksUrl } = readConfig({ ...inAzure, REWRAP_CLOUD: 'us-government' });
    expect(tokenIssuers[0]).toBe(`https://login.microsoftonline.us/${tenant}/v2.0`);
    expect(jwksUrl).toContain('https://login.microsoftonline.us/');
  });

  it('reads the settings of one machine without Azure', () => {
    expect(readConfig(onOneMachine)).toMatchObject({
      cloud: 'local',
      storage: { connectionString: 'UseDevelopmentStorage=true' },
      tokenIssuers: ['https://localhost:7075', 'https://localhost:7076'],
      armEndpoint: 'https://localhost:7073',
    });
  });

  it('reads own identities in one spelling', () => {
    const ids = `${tenant.toUpperCase()} , 11111111-2222-3333-4444-555555555555`;
    const { ownIdentities } = readConfig({ ...inAzure, REWRAP_OWN_IDENTITIES: ids });
    expect(ownIdentities).toEqual([tenant, '11111111-2222-3333-4444-555555555555']);
  });

  it('takes a blank setting for an absent one', () => {
    expect(readConfig({ ...inAzure, REWRAP_CLOUD: ' ', REWRAP_POLICY: '' })).toMatchObject({
      cloud: 'public',
      policy: 'policy.yaml',
    });
  });

  it('lists every problem at once, misfits and contradictions alike', () => {
    expect(problemsOf({ REWRAP_CLOUD: 'mars', REWRAP_STORAGE: '!', REWRAP_STATIC_TOKEN: 'x' })).toEqual([
      expect.stringMatching(/^REWRAP_CLOUD .*public/),
      'REWRAP_STORAGE expected the name of a storage account, or a connection string',
      'REWRAP_API_AUDIENCE is missing',
      'REWRAP_STATIC_TOKEN goes with REWRAP_CLOUD "local" only: remove it',
      expect.stringMatching(/^REWRAP_TENANT_ID is missing/),
    ]);
  });

  it('never repeats a value, since some are secrets', () => {
    const secret = 'AccountKey=c2VjcmV0';
    expect(() => readConfig({ ...inAzure, REWRAP_STORAGE: secret })).toThrow(ConfigInvalid);
    expect(problemsOf({ ...inAzure, REWRAP_STORAGE: secret }).join()).not.toContain('c2VjcmV0');
  });

  it.each(['REWRAP_ARM_ENDPOINT', 'REWRAP_STATIC_TOKEN'])('refuses %s in Azure', (name) => {
    expect(problemsOf({ ...inAzure, [name]: 'https://localhost:1' })).toEqual([expect.stringContaining(name)]);
  });

  it('needs the endpoint of Azure Resource Manager in cloud local', () => {
    expect(problemsOf({ ...onOneMachine, REWRAP_ARM_ENDPOINT: undefined })).toEqual([
      'REWRAP_ARM_ENDPOINT is missing: cloud "local" needs it',
    ]);
  });
});

describe('sinkSettings', () => {
  it('answers for alert sinks and for nothing else', () => {
    const of = sinkSettings({ REWRAP_SINK_URL: 'https://hooks.example', REWRAP_STATIC_TOKEN: 'x' });
    expect(of('REWRAP_SINK_URL')).toBe('https://hooks.example');
    expect(of('REWRAP_STATIC_TOKEN')).toBeUndefined();
  });
});

describe('settings', () => {
  it('describes every setting for the documentation', () => {
    expect(settings.map(({ name }) => name)).toContain('REWRAP_IDENTITY_CLIENT_ID');
    expect(settings.filter(({ description }) => description === '')).toEqual([]);
  });

  describe('of a cloud that is not in the table', () => {
    const door = (name: string) => `https://${name}.cloud.example`;
    const endpoints = {
      resources: { vault: door('vault'), managedHsm: door('managedhsm'), eventGrid: door('events'), sql: door('sql') },
      arm: { endpoint: door('management'), resource: door('management') },
      storageSuffix: 'core.cloud.example',
      entra: { authority: door('login'), issuerOfV1: door('sts') },
    };
    const custom = { ...inAzure, REWRAP_CLOUD: 'custom' };
    const withEndpoints = (value: object) => ({ ...custom, REWRAP_CLOUD_ENDPOINTS: JSON.stringify(value) });

    it('takes its endpoints, and makes issuers and vaults of them', () => {
      const config = readConfig(withEndpoints(endpoints));
      expect(cloudOf(config)).toEqual({ name: 'custom', ...endpoints });
      expect(config.tokenIssuers[0]).toBe(`${door('login')}/${tenant}/v2.0`);
      expect(vaultKindOf(cloudOf(config), 'https://payments.vault.cloud.example')).toBe('vault');
      expect(vaultKindOf(cloudOf(config), 'https://payments.vault.azure.net')).toBeUndefined();
    });

    it.each([
      ['endpoints are missing', custom, 'REWRAP_CLOUD_ENDPOINTS and REWRAP_CLOUD "custom" go together'],
      ['there are endpoints of no custom cloud', { ...withEndpoints(endpoints), REWRAP_CLOUD: 'china' }, 'go together'],
      ['they are no JSON', { ...custom, REWRAP_CLOUD_ENDPOINTS: 'vault=x' }, 'REWRAP_CLOUD_ENDPOINTS expected JSON'],
      [
        'one is no https URL',
        withEndpoints({ ...endpoints, arm: { ...endpoints.arm, endpoint: 'http://management' } }),
        'REWRAP_CLOUD_ENDPOINTS at arm.endpoint',
      ],
      ['one is unknown', withEndpoints({ ...endpoints, mail: door('mail') }), 'REWRAP_CLOUD_ENDPOINTS'],
    ])('tells when %s', (_, environment, problem) => {
      expect(() => readConfig(environment)).toThrow(problem);
    });
  });
});
