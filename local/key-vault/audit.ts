import { decodeJwt } from 'jose';
import * as z from 'zod';
import { kidOf } from './bundle';
import { VaultRefusal } from './errors';
import type { Operation } from './operations';
import type { Parts } from './parts';
import type { Call } from './route';

const dataOperations: readonly Operation[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify'];

/** Presumed: the names are not in the lists of operations that we have. */
const aboutRoles: Partial<Record<Operation, string>> = {
  listRoles: 'RoleDefinitionsList',
  listAssignments: 'RoleAssignmentsList',
  assign: 'RoleAssignmentsPut',
  unassign: 'RoleAssignmentsDelete',
};

/** `KeyUnwrap`, `KeyListVersions`, `KeyRotationPolicyGet`: the last from memory. */
const nameOf = (operation: Operation): string => {
  const name = aboutRoles[operation];
  if (name) return name;
  const [, verb = '', policy] = /^([a-z]+)(RotationPolicy)?/.exec(operation) ?? [];
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return policy ? `Key${policy}${capital(verb)}` : `Key${capital(operation.replace(/Key$/, ''))}`;
};

const Restored = z.object({ key: z.object({ kid: z.string() }) });

const logged = ['oid', 'appid', 'upn', 'name', 'xms_mirid'];

function claimsOf(request: Request): Record<string, string> {
  const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
  try {
    const claims = Object.entries(decodeJwt(token)).filter(([name]) => logged.includes(name));
    return Object.fromEntries(claims.map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}

/** Writes each call down with how it ended, whoever made it; the first call of a client, without a token, too. */
export function auditor({ settings, keys }: Parts) {
  const { audit, now, baseUrl, resourceId } = settings;

  const idOf = (operation: Operation, { name, version }: Call): string => {
    if (!name) return baseUrl;
    const answers = dataOperations.includes(operation) ? keys.find(name)?.versions.at(-1)?.version : undefined;
    return kidOf(baseUrl, name, version || answers);
  };

  /** A restore names the key in its body alone; that the id bears it is presumed. */
  const restored = async (operation: Operation, response: Response): Promise<{ id?: string }> => {
    if (operation !== 'restore') return {};
    const { key } = Restored.parse(await response.clone().json());
    return { id: key.kid };
  };

  return async (
    of: { operation: Operation; call: Call; request: Request },
    work: () => Promise<Response>,
  ): Promise<Response> => {
    if (!audit) return work();
    const { operation, call, request } = of;
    const write = (httpStatusCode: number, known: { id?: string } = {}) =>
      audit({
        time: now(),
        resourceId,
        operationName: nameOf(operation),
        httpStatusCode,
        callerIpAddress: '127.0.0.1',
        claims: claimsOf(request),
        id: idOf(operation, call),
        requestUri: call.url.href,
        ...known,
      });
    try {
      const response = await work();
      write(response.status, await restored(operation, response));
      return response;
    } catch (error) {
      if (error instanceof VaultRefusal) write(error.status);
      throw error;
    }
  };
}
