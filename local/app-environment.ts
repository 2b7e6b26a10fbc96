import type { EmulatorsConfig } from './control/emulators-config';
import { containIdentity, rewrapIdentity, tenantId } from './estate/company';
import { sinkSettings } from './estate/policy';
import { stableId } from './identity/stable-id';

/** What the app's host is told: its settings, and the local stand-ins for what Azure would put there. */
export const appEnvironment = (
  { ports, storage, armScale, ...secrets }: EmulatorsConfig,
  files: { policy: string; trusted: string },
): Record<string, string> => {
  const control = `http://localhost:${ports.control}`;
  return {
    NODE_EXTRA_CA_CERTS: files.trusted,
    IDENTITY_ENDPOINT: `${control}/msi/token`,
    IDENTITY_HEADER: secrets.identityHeader,
    REWRAP_CLOUD: 'local',
    REWRAP_POLICY: files.policy,
    REWRAP_STORAGE: storage,
    REWRAP_API_AUDIENCE: 'api://rewrap',
    REWRAP_TOKEN_ISSUERS: control,
    REWRAP_JWKS_URL: `${control}/.well-known/jwks.json`,
    REWRAP_OWN_IDENTITIES: [rewrapIdentity, containIdentity].map(({ principalId }) => principalId).join(),
    REWRAP_CONTAIN_IDENTITY_CLIENT_ID: containIdentity.clientId,
    REWRAP_ARM_ENDPOINT: `https://localhost:${ports.arm}`,
    REWRAP_LOGS_ENDPOINT: `https://localhost:${ports.logs}`,
    REWRAP_SEARCH_ENDPOINT: `https://localhost:${ports.search}/{service}`,
    REWRAP_GRAPH_ENDPOINT: `https://localhost:${ports.graph}`,
    REWRAP_TENANT_ID: tenantId,
    REWRAP_GRAPH_TOPIC: `EventGrid:?partnertopic=rewrap-{resource}`,
    REWRAP_GRAPH_CLIENT_STATE: stableId('halden graph'),
    REWRAP_ARM_SCALE: String(armScale),
    [sinkSettings.webhookUrl]: `${control}/webhook/on-call`,
    [sinkSettings.webhookSecret]: secrets.webhookSecret,
    [sinkSettings.topicKey]: secrets.topicKey,
  };
};
