import { badParameter, VaultRefusal } from './errors';
import { dataActionOf, type Operation } from './operations';
import type { Settings } from './settings';

/** Those that the current SDK knows; older ones exist and are refused here. */
const apiVersions = ['7.5', '7.6-preview.2', '7.6', '2025-07-01'];

/**
 * Who may come in. The first call of a client bears no token and no body: it gets 401 with a challenge, whose `resource`
 * is the token's audience. Text and inner code of the 401 are unverified.
 */
export function door({ flavour, authority, authorise }: Settings) {
  const resource = flavour === 'managed-hsm' ? 'https://managedhsm.azure.net' : 'https://vault.azure.net';

  return {
    /** Header of every 401. No value may hold a space: clients split the pairs at comma and space. */
    challenge: `Bearer authorization="${authority}", resource="${resource}"`,

    admit: async (request: Request, call: { operation: Operation; name: string }): Promise<void> => {
      const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (!token) throw new VaultRefusal(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.');
      const verdict = await authorise(token, {
        operation: call.operation,
        dataAction: dataActionOf(call.operation, flavour),
        ...(call.name ? { key: call.name } : {}),
      });
      if (verdict !== 'ok') throw refusalFrom(verdict);
      mustKnowApiVersion(new URL(request.url));
    },
  };
}

/** A 403 says `Forbidden` outside and its reason inside. */
const refusalFrom = ({ status, code, message }: { status: 401 | 403; code: string; message: string }) =>
  status === 401
    ? new VaultRefusal(status, code, message)
    : new VaultRefusal(status, 'Forbidden', message, { inner: code });

function mustKnowApiVersion({ searchParams }: URL): void {
  const version = searchParams.get('api-version');
  if (version && apiVersions.includes(version)) return;
  throw badParameter(`Expected api-version ${apiVersions.join(', ')}, found ${version ?? 'none'}.`);
}
