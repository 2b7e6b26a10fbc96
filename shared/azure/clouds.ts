/** `custom` is a cloud of Azure's kind that is not in the table, `local` one machine without Azure. */
export const cloudNames = ['public', 'us-government', 'china', 'custom', 'local'] as const;
export type CloudName = (typeof cloudNames)[number];

/** Where one cloud keeps its doors. Everything else asks here: no host name stands anywhere else. */
export interface Cloud {
  readonly name: CloudName;
  /** Token resources. A vault's host name ends with a dot and the host of its resource. */
  readonly resources: {
    readonly vault: string;
    readonly managedHsm: string;
    readonly eventGrid: string;
    readonly sql: string;
  };
  readonly arm: { readonly endpoint: string; readonly resource: string };
  /** Queries of Log Analytics. None where the cloud is one machine that has no such thing. */
  readonly logs?: { readonly endpoint: string; readonly resource: string };
  /** Data plane of AI Search; `{service}` stands for a service's name. None where the cloud has no such thing. */
  readonly search?: { readonly endpoint: string; readonly resource: string };
  /** Microsoft Graph. None where the cloud is one machine that has no such thing. */
  readonly graph?: { readonly endpoint: string; readonly resource: string };
  readonly storageSuffix: string;
  /** Microsoft Entra ID: its authority, and who issues tokens of version 1.0 there. */
  readonly entra: { readonly authority: string; readonly issuerOfV1: string };
}

export type VaultKind = 'vault' | 'managed-hsm';

const publicCloud: Cloud = {
  name: 'public',
  resources: {
    vault: 'https://vault.azure.net',
    managedHsm: 'https://managedhsm.azure.net',
    eventGrid: 'https://eventgrid.azure.net',
    sql: 'https://database.windows.net',
  },
  arm: { endpoint: 'https://management.azure.com', resource: 'https://management.azure.com' },
  logs: { endpoint: 'https://api.loganalytics.io', resource: 'https://api.loganalytics.io' },
  search: { endpoint: 'https://{service}.search.windows.net', resource: 'https://search.azure.com' },
  graph: { endpoint: 'https://graph.microsoft.com', resource: 'https://graph.microsoft.com' },
  storageSuffix: 'core.windows.net',
  entra: { authority: 'https://login.microsoftonline.com', issuerOfV1: 'https://sts.windows.net' },
};

/**
 * Sources: Key Vault general/about-keys-secrets-certificates (vault suffixes); the authorities of @azure/identity;
 * `KnownMonitorLogsQueryAudience` of @azure/monitor-query-logs (Log Analytics);
 * `KnownSearchAudience` of @azure/search-documents (AI Search); "National cloud deployments" (Microsoft Graph). The Event Grid client asks for the public cloud's resource in every cloud.
 */
const clouds: Record<Exclude<CloudName, 'custom' | 'local'>, Cloud> = {
  public: publicCloud,
  'us-government': {
    name: 'us-government',
    resources: {
      vault: 'https://vault.usgovcloudapi.net',
      managedHsm: 'https://managedhsm.usgovcloudapi.net',
      eventGrid: publicCloud.resources.eventGrid,
      sql: 'https://database.usgovcloudapi.net',
    },
    arm: { endpoint: 'https://management.usgovcloudapi.net', resource: 'https://management.usgovcloudapi.net' },
    logs: { endpoint: 'https://api.loganalytics.us', resource: 'https://api.loganalytics.us' },
    search: { endpoint: 'https://{service}.search.azure.us', resource: 'https://search.azure.us' },
    graph: { endpoint: 'https://graph.microsoft.us', resource: 'https://graph.microsoft.us' },
    storageSuffix: 'core.usgovcloudapi.net',
    entra: { authority: 'https://login.microsoftonline.us', issuerOfV1: 'https://sts.windows.net' },
  },
  china: {
    name: 'china',
    resources: {
      vault: 'https://vault.azure.cn',
      managedHsm: 'https://managedhsm.azure.cn',
      eventGrid: publicCloud.resources.eventGrid,
      sql: 'https://database.chinacloudapi.cn',
    },
    arm: { endpoint: 'https://management.chinacloudapi.cn', resource: 'https://management.chinacloudapi.cn' },
    logs: { endpoint: 'https://api.loganalytics.azure.cn', resource: 'https://api.loganalytics.azure.cn' },
    search: { endpoint: 'https://{service}.search.azure.cn', resource: 'https://search.azure.cn' },
    graph: { endpoint: 'https://microsoftgraph.chinacloudapi.cn', resource: 'https://microsoftgraph.chinacloudapi.cn' },
    storageSuffix: 'core.chinacloudapi.cn',
    entra: { authority: 'https://login.chinacloudapi.cn', issuerOfV1: 'https://sts.chinacloudapi.cn' },
  },
};

interface Named {
  readonly cloud: CloudName;
  readonly armEndpoint?: string | undefined;
  readonly logsEndpoint?: string | undefined;
  readonly searchEndpoint?: string | undefined;
  readonly graphEndpoint?: string | undefined;
  /** Of cloud `custom`. */
  readonly cloudEndpoints?: Endpoints | undefined;
}

/** What must be known of a cloud. */
export type Endpoints = Omit<Cloud, 'name'>;

/**
 * The cloud of that name. `local` speaks like the public one, with its Resource Manager at `armEndpoint`, and its Log
 * Analytics, AI Search and Microsoft Graph, if it has any, at `logsEndpoint`, `searchEndpoint` and `graphEndpoint`. `custom` is what
 * `cloudEndpoints` say.
 */
export const cloudOf = ({ cloud, cloudEndpoints, ...ofLocal }: Named): Cloud => {
  if (cloud === 'local') return localCloud(ofLocal);
  if (cloud !== 'custom') return clouds[cloud];
  if (!cloudEndpoints) throw new Error('Expected the endpoints of a custom cloud, got none. Configure them.');
  return { ...cloudEndpoints, name: 'custom' };
};

const localCloud = ({ armEndpoint, logsEndpoint, searchEndpoint, graphEndpoint }: Omit<Named, 'cloud'>): Cloud => {
  const { logs, search, graph, ...others } = publicCloud;
  return {
    ...others,
    name: 'local',
    arm: { ...others.arm, endpoint: armEndpoint ?? others.arm.endpoint },
    ...(logsEndpoint && logs && { logs: { ...logs, endpoint: logsEndpoint } }),
    ...(searchEndpoint && search && { search: { ...search, endpoint: searchEndpoint } }),
    ...(graphEndpoint && graph && { graph: { ...graph, endpoint: graphEndpoint } }),
  };
};

/** Tokens of that tenant bear one of these issuers, by the token's version. */
export const issuersOf = ({ entra }: Cloud, tenantId: string): [string, string] => [
  `${entra.authority}/${tenantId}/v2.0`,
  `${entra.issuerOfV1}/${tenantId}/`,
];

export const signingKeysOf = ({ entra }: Cloud, tenantId: string): string =>
  `${entra.authority}/${tenantId}/discovery/v2.0/keys`;

export const isLoopback = (url: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);

/** What kind of vault lives at the URL, or `undefined` when the host is none of this cloud's. */
export const vaultKindOf = (cloud: Cloud, url: string): VaultKind | undefined => {
  const { hostname } = new URL(url);
  const endsLike = (resource: string) => hostname.endsWith(`.${new URL(resource).hostname}`);
  if (endsLike(cloud.resources.vault)) return 'vault';
  if (endsLike(cloud.resources.managedHsm)) return 'managed-hsm';
  return cloud.name === 'local' && isLoopback(url) ? 'vault' : undefined;
};
