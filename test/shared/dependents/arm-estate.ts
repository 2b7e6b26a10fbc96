import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createArm, type ArmOptions } from '../../../local/arm/arm';
import type { KeyLookup } from '../../../local/arm/key-lookup';
import { armClient } from '../../../shared/azure/arm-client';
import { armDependents } from '../../../shared/dependents/arm-dependents';
import { withCode } from '../../../shared/dependents/coded-dependents';
import type { Dependent, Move } from '../../../shared/dependents/dependent';
import { KeyUrl } from '../../../shared/keys/key-url';
import { Policy } from '../../../shared/policy/policy';

export const v1 = '1'.repeat(32);
export const v2 = '2'.repeat(32);
export const host = 'payments.vault.azure.net';
export const key = KeyUrl.parse(`https://${host}/keys/ledger`);
export const subscription = '00000000-0000-0000-0000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const idOf = (path: string): string => `${group}/providers/${path}`.toLowerCase();

const endpoint = 'https://management.local';

export const aPolicy = (subscriptions: string[] = [subscription]): Policy =>
  Policy.parse({
    scope: { subscriptions, vaults: [`https://${host}`] },
    classes: [{ name: 'all', cryptoperiod: 'P90D' }],
  });

/** One call as it left us. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

interface How {
  readonly key?: KeyUrl;
  readonly toKey?: KeyUrl;
  readonly to?: string;
  readonly nudge?: boolean;
  readonly earlier?: Move;
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
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const body = typeof request.body === 'string' ? request.body : undefined;
      const { pathname } = new URL(request.url);
      calls.push({ method: request.method, path: pathname, ...(body && { body: JSON.parse(body) }) });
      const headers = request.headers.toJSON();
      const asked = new Request(request.url, { method: request.method, headers, ...(body && { body }) });
      const response = await emulator.fetch(asked);
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

  /** Finds the one dependent there is. */
  const only = async (of = key): Promise<Dependent> => {
    const { dependents: found } = await dependents.find(of, aPolicy());
    if (!found[0] || found.length > 1) throw new Error(`expected one dependent, found ${JSON.stringify(found)}`);
    return found[0];
  };

  const step = (dependent: Dependent, how: How = {}): Promise<Move> =>
    dependents.move(dependent, { key, to: v2, nudge: false, ...how });
  const stepBack = (dependent: Dependent, how: How = {}): Promise<Move> =>
    dependents.undo(dependent, { key, from: v2, to: v1, ...how });

  /** Until it is no longer pending, always waiting as long as asked. */
  const untilOver = async (advance: typeof step, dependent: Dependent, how: How): Promise<Move> => {
    let move = await advance(dependent, how);
    for (let turn = 0; move.state === 'pending' && turn < 100; turn++) {
      pass((Date.parse(move.checkAgainAt ?? '') - now().getTime()) / 1_000);
      move = await advance(dependent, { ...how, earlier: move });
    }
    return move;
  };
  const drive = (dependent: Dependent, how: How = {}) => untilOver(step, dependent, how);
  const driveBack = (dependent: Dependent, how: How = {}) => untilOver(stepBack, dependent, how);

  const writes = () => calls.filter(({ method }) => method === 'PUT' || method === 'PATCH');

  return { emulator, keys, arm, dependents, calls, writes, now, pass, create, rights, only, step, drive, driveBack };
};

export type ArmEstate = ReturnType<typeof anArmEstate>;
