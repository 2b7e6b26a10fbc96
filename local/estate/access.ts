import granted from '../../infra/generated/rights.json';
import type { Authorization } from '../arm/authorization/authorization';
import { callerByRoles } from '../arm/authorization/caller-by-roles';
import type { Authorise as ArmAuthorise } from '../arm/caller';
import type { Identity } from '../identity/identity';
import type { VaultOptions } from '../key-vault/vault';
import { containIdentity, rewrapIdentity } from './company';

type VaultAuthorise = NonNullable<VaultOptions['authorise']>;

/** What the templates grant Rewrap with keys, for one of all of its duties; no rotate, delete or purge. */
const { keyVault, managedHsm, arm } = granted;
const rewrapInVaults = new Set([
  ...[keyVault, managedHsm].flatMap((kind) => [...kind.dataActions, ...kind.dataActionsForOtherKeys]),
  ...managedHsm.reading,
]);

/** What Rewrap's custom role lets it do with resources; Reader lets it read everything. */
const rewrapInArm = new Set(arm.actions.map((action) => action.toLowerCase()));

/** Role that a person needs to work with keys. */
export const cryptoOfficer = 'Key Vault Crypto Officer';

const vaultResources = { vault: 'https://vault.azure.net', hsm: 'https://managedhsm.azure.net' };

/** Lets tokens of the estate's issuer into a vault: the app by its role, people by theirs. */
export const vaultAccess =
  (identity: Identity, flavour: VaultOptions['flavour']): VaultAuthorise =>
  async (token, { dataAction }) => {
    const audience = flavour === 'managed-hsm' ? vaultResources.hsm : vaultResources.vault;
    const bearer = await identity.verify(token, audience).catch(() => undefined);
    if (!bearer) return { status: 401, code: 'Unauthorized', message: 'AKV10022: Invalid token.' };
    const isRewrap = bearer.appid === rewrapIdentity.clientId;
    if (isRewrap ? rewrapInVaults.has(dataAction) : bearer.roles.includes(cryptoOfficer)) return 'ok';
    const message = `Caller ${bearer.oid} is not authorized to perform ${dataAction} on this resource.`;
    return { status: 403, code: 'ForbiddenByRbac', message };
  };

const resourceAccess =
  (identity: Identity, audience: string): ArmAuthorise =>
  async (request) => {
    const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    const bearer = await identity.verify(token, audience).catch(() => undefined);
    if (!bearer) return undefined;
    const mayWrite = bearer.appid === rewrapIdentity.clientId ? rewrapInArm : new Set<string>();
    const permission = { actions: ['*/read', ...mayWrite], notActions: [], dataActions: [], notDataActions: [] };
    return {
      principal: bearer.oid,
      may: (action) => action.endsWith('/read') || mayWrite.has(action.toLowerCase()),
      permissions: () => [permission],
    };
  };

/** Lets tokens of the estate's issuer read audit logs: the app, and people with the role. */
export const logsAccess =
  (identity: Identity) =>
  async (token: string): Promise<'ok' | 'forbidden' | undefined> => {
    const bearer = await identity.verify(token, 'https://api.loganalytics.io').catch(() => undefined);
    if (!bearer) return undefined;
    const mayRead = bearer.appid === rewrapIdentity.clientId || bearer.roles.includes('Log Analytics Reader');
    return mayRead ? 'ok' : 'forbidden';
  };
/**
 * Lets tokens of the estate's issuer into Azure Resource Manager: the app by its role, people to read, and the identity that takes rights
 * away by its role assignments and their conditions.
 */
export const armAccess = (identity: Identity, authorization: () => Authorization): ArmAuthorise => {
  const others = resourceAccess(identity, 'https://management.azure.com');
  return async (request) => {
    const caller = await others(request);
    return caller?.principal === containIdentity.principalId
      ? callerByRoles(authorization(), caller.principal)
      : caller;
  };
};

/** The same for the data plane of AI Search. */
export const searchAccess = (identity: Identity): ArmAuthorise => resourceAccess(identity, 'https://search.azure.com');

/** Lets the app read Microsoft Graph, and nobody else. */
export const graphAccess =
  (identity: Identity): ArmAuthorise =>
  async (request) => {
    const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    const bearer = await identity.verify(token, 'https://graph.microsoft.com').catch(() => undefined);
    return bearer && { principal: bearer.oid, may: () => bearer.appid === rewrapIdentity.clientId };
  };
