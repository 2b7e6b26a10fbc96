import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm, type ArmOptions } from '../../../local/arm/arm';
import type { KeyLookup } from '../../../local/arm/key-lookup';
import { armClient } from '../../../shared/azure/arm-client';
import { armDependents } from '../../../shared/dependents/arm-dependents';
import { withCode } from '../../../shared/dependents/coded-dependents';
import { aPolicy, host, key, subscription, v1, v2 } from './a-key';
import { driving } from './driving';

export { aPolicy, host, key, subscription, v1, v2 };
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const idOf = (path: string): string => `${group}/providers/${path}`.toLowerCase();

const endpoint = 'https://management.local';

/** One call as it left us. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** How a call was answered, and when. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly at: Date;
}

type Options = Partial<ArmOptions> & { may?: (action: string, scope: string) => boolean };

/** The real client and engine in front of the ARM emulator, in one process and on one clock. */
export const anArmEstate = ({ may = () => true, ...options }: Options = {}) => {
  let time = new Date('2030-01-01T00:00:00Z');
  const now = () => time;
  const pass = (seconds: number) => {
    time = new Date(time.getTime() + seconds * 1_000);
  };

  const versions: { host: string; name: string; version: string; enabled: boolean; created: Date }[] = [];
  const keys: KeyLookup = {
    version: (asked, name, version) => {
      const own = versions.filter((each) => each.host === asked && each.name === name);
      return version ? own.find((each) => each.version === version) : own.at(-1);
    },
  };
  const create = (version: string, name = 'ledger', at = host) =>
    void versions.push({ host: at, name, version, enabled: true, created: now() });
  create(v1);
  create(v1, 'spare');

  const rights = { may };
  const authorise = async () => ({
    principal: 'rewrap',
    may: (action: string, scope: string) => rights.may(action, scope),
  });
  const emulator = createArm({ now, authorise, keys, ...options });

  const calls: Call[] = [];
  const answers: Answer[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const body = typeof request.body === 'string' ? request.body : undefined;
      const { pathname } = new URL(request.url);
      calls.push({ method: request.method, path: pathname, ...(body && { body: JSON.parse(body) }) });
      const headers = request.headers.toJSON();
      const asked = new Request(request.url, { method: request.method, headers, ...(body && { body }) });
      const response = await emulator.fetch(asked);
      answers.push({ method: request.method, path: pathname, status: response.status, at: now() });
      return {
        request,
        status: response.status,
        headers: createHttpHeaders(Object.fromEntries(response.headers)),
        bodyAsText: await response.text(),
      };
    },
  };
  const credential = {
    getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const arm = armClient({ endpoint, scope: `${endpoint}/.default`, credential, httpClient });
  const dependents = withCode({ arm, now, engine: armDependents({ arm, now, identities: ['rewrap'] }) });

  const writes = () => calls.filter(({ method }) => method === 'PUT' || method === 'PATCH');

  const driven = driving(dependents, { now, pass });
  return { emulator, keys, arm, dependents, calls, answers, writes, now, pass, create, rights, ...driven };
};

export type ArmEstate = ReturnType<typeof anArmEstate>;
