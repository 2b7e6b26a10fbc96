import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'luxon';
import { z } from 'zod';
import type { FaultInput as ArmFaultInput } from '../arm/faults';

const Clock = z.object({ now: z.coerce.date() });
const HostLook = z.object({ idle: z.boolean(), now: z.coerce.date() });
const Token = z.object({ token: z.string() });

const Arrivals = z.object({
  arrivals: z.array(z.object({ at: z.coerce.date(), to: z.string(), body: z.unknown(), verified: z.boolean() })),
});

const Resources = z.object({
  resources: z.array(z.looseObject({ id: z.string(), type: z.string(), health: z.enum(['ok', 'no-key']) })),
});

/** An alert as a receiver reads it. */
const Alert = z.object({
  id: z.string(),
  kind: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  subject: z.string(),
  summary: z.string(),
  whatToDo: z.string(),
  rotationId: z.string().optional(),
});
export type Alert = z.infer<typeof Alert>;

const Webhook = z.object({ data: Alert });

/** Waited in vain. */
class NotSettled extends Error {
  readonly code = 'not-settled';
  constructor(what: string, waited: string) {
    super(`Expected ${what}, but it was not so after ${waited}. Look at the logs in .local/run.`);
  }
}

/** Milliseconds of real time. */
const pause = 20;
const patience = 120_000;

/** Steps of the clock, seconds: small while work is under way, then leaps, since each leap brings a sweep. */
const steps = [1, 10, 60, 300, 3_600, 6 * 3_600, 24 * 3_600];

/** The doors that only the local estate has: clock, host, faults, events, inbox. */
export function estateApi(appUrl: string, onProgress: (what: string) => void = () => undefined) {
  const call = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${appUrl}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`Expected ${path} to answer, found status ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const post = (path: string, body: unknown) =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  const now = async () => Clock.parse(await call('/local/clock')).now;

  /** Waits, in real time, until nothing is under way and no event is on its way. */
  const quiet = async (): Promise<void> => {
    const deadline = Date.now() + patience;
    for (;;) {
      await post('/local/events/flush', {});
      const { idle } = HostLook.parse(await call('/local/host'));
      if (idle) return;
      if (Date.now() > deadline) throw new NotSettled('the app to come to rest', `${patience / 1000} s`);
      await sleep(pause);
    }
  };

  /** @param span ISO 8601 */
  const advance = async (span: string): Promise<void> => {
    await post('/local/clock', { advance: span });
    await quiet();
  };

  return {
    now,
    quiet,
    advance,

    /** Moves the clock on, in small steps first, until it is so. Throws `NotSettled` when `most` has passed. */
    settle: async (what: string, isSo: () => Promise<boolean>, most = 'P3D'): Promise<void> => {
      const start = await now();
      const end = start.getTime() + Duration.fromISO(most).toMillis();
      await quiet();
      for (let at = 0; !(await isSo()); at += 1) {
        onProgress(`waiting for ${what}; the estate's clock shows ${(await now()).toISOString().slice(0, 16)}`);
        if ((await now()).getTime() > end) throw new NotSettled(what, `${most} on the estate's clock`);
        await advance(`PT${steps[at] ?? 24 * 3_600}S`);
      }
    },

    tokenFor: async (name: string, roles: readonly string[], audience?: string): Promise<string> => {
      return Token.parse(await post('/local/token', { name, roles, ...(audience && { audience }) })).token;
    },

    breakResources: async (fault: ArmFaultInput): Promise<void> => {
      await post('/local/faults', { in: 'arm', fault });
    },

    liftFaults: async (): Promise<void> => {
      await call('/local/faults', { method: 'DELETE' });
    },

    sendEvents: async (events: readonly object[]): Promise<void> => {
      await post('/local/events', { events });
    },

    sendNearExpiry: async (key: string): Promise<void> => {
      await post('/local/events', { nearExpiry: key });
    },

    fireTimer: async (name: string): Promise<void> => {
      await post(`/admin/functions/${name}`, {});
    },

    /** What the on-call webhook has received, in order, each with the time of its arrival. */
    async alerts(): Promise<readonly (Alert & { at: Date; verified: boolean })[]> {
      const { arrivals } = Arrivals.parse(await call('/local/inbox'));
      return arrivals
        .filter(({ to }) => to === 'on-call')
        .map(({ at, body, verified }) => ({ ...Webhook.parse(body).data, at, verified }));
    },

    /** Resources that cannot unwrap their data keys now. */
    stranded: async (): Promise<readonly string[]> => {
      const { resources } = Resources.parse(await call('/local/estate'));
      return resources.filter(({ health }) => health === 'no-key').map(({ id }) => id);
    },
  };
}
export type EstateApi = ReturnType<typeof estateApi>;
