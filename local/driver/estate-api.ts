import { Duration } from 'luxon';
import * as z from 'zod';
import type { FaultInput as ArmFaultInput } from '../arm/faults';
import type { AccessChange } from '../control/access-change';

const Clock = z.object({ now: z.coerce.date() });
const Living = z.object({ id: z.string(), name: z.string(), updatedAt: z.string(), at: z.unknown() });
const HostLook = z.object({
  idle: z.boolean(),
  nextDurableTimer: z.coerce.date().optional(),
  living: z.array(Living),
});
type HostLook = z.infer<typeof HostLook>;
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

const Faults = z.object({ arm: z.array(z.looseObject({ path: z.string().optional() })) });

const Throttled = z.object({ arm: z.int() });

const Webhook = z.object({ data: Alert });

/** Waited in vain. */
class NotSettled extends Error {
  readonly code = 'not-settled';
  constructor(what: string, waited: string, { living }: HostLook) {
    const where = living.map(({ id, name, at, updatedAt }) => `  ${name} ${id} at ${String(at)} since ${updatedAt}`);
    super(
      [`Expected ${what}, but it was not so after ${waited}. Look at the logs in .local/run. Living:`, ...where].join(
        '\n',
      ),
    );
  }
}

/** Milliseconds of real time. */
const patience = 120_000;

/** Timers that lie so close together ring at one move of the clock. Milliseconds of the estate's time. */
const together = 2_000;

/** Where no timer is set, the sweep may bring things on. */
const untilSweep = 15 * 60_000;

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

  const look = async () => HostLook.parse(await call('/local/host'));

  /** Waits, in real time, until nothing is under way and no event is on its way. Answers what the host waits for then. */
  const quiet = async (): Promise<{ nextDurableTimer?: Date | undefined }> => {
    const deadline = Date.now() + patience;
    for (;;) {
      await post('/local/events/flush', {});
      const seen = await look();
      if (seen.idle) return seen;
      if (Date.now() > deadline) throw new NotSettled('the app to come to rest', `${patience / 1000} s`, seen);
      await call('/local/host?until=idle');
    }
  };

  const moveTo = (time: Date) => post('/local/clock', { now: time });

  const advance = async (span: string): Promise<void> => {
    await post('/local/clock', { advance: span });
    await quiet();
  };

  const fireTimer = async (name: string): Promise<void> => {
    await post(`/admin/functions/${name}`, {});
  };

  return {
    now,
    quiet,
    /** @param span ISO 8601 */
    advance,
    fireTimer,

    /** Has every key looked at, and who has access, for which events are gathered half a minute first. */
    sweep: async (): Promise<void> => {
      await fireTimer('sweep');
      await quiet();
      await advance('PT1M');
    },

    /**
     * Moves the clock from one durable timer to the next until it is so, and by no less than has passed already: what is
     * looked at every hour for a day takes a few moves. Throws `NotSettled` when `most` has passed.
     */
    settle: async (what: string, isSo: () => Promise<boolean>, most = 'P3D'): Promise<void> => {
      const start = (await now()).getTime();
      for (;;) {
        const { nextDurableTimer } = await quiet();
        if (await isSo()) return;
        const time = (await now()).getTime();
        const passed = time - start;
        if (passed > Duration.fromISO(most).toMillis())
          throw new NotSettled(what, `${most} on the estate's clock`, await look());
        onProgress(`waiting for ${what}; the estate's clock shows ${new Date(time).toISOString().slice(0, 16)}`);
        await moveTo(new Date(Math.max(time + passed, nextDurableTimer?.getTime() ?? time + untilSweep) + together));
      }
    },

    tokenFor: async (name: string, roles: readonly string[], audience?: string): Promise<string> => {
      return Token.parse(await post('/local/token', { name, roles, ...(audience && { audience }) })).token;
    },

    breakResources: async (fault: ArmFaultInput): Promise<void> => {
      await post('/local/faults', { in: 'arm', fault });
    },

    /** Faults of resources that have not struck as often as they were told to. */
    faultsLeft: async () => Faults.parse(await call('/local/faults')).arm,

    liftFaults: async (): Promise<void> => {
      await call('/local/faults', { method: 'DELETE' });
    },

    sendEvents: async (events: readonly object[]): Promise<void> => {
      await post('/local/events', { events });
    },

    sendNearExpiry: async (key: string): Promise<void> => {
      await post('/local/events', { nearExpiry: key });
    },

    /** Takes somebody's access away as an administrator does. */
    changeAccess: async (change: z.input<typeof AccessChange>): Promise<void> => {
      await post('/local/access', change);
    },

    /** What the on-call webhook has received, in order, each with the time of its arrival. */
    async alerts(): Promise<readonly (Alert & { at: Date; verified: boolean })[]> {
      const { arrivals } = Arrivals.parse(await call('/local/inbox'));
      return arrivals
        .filter(({ to }) => to === 'on-call')
        .map(({ at, body, verified }) => ({ ...Webhook.parse(body).data, at, verified }));
    },

    /** How often the emulated Azure Resource Manager has answered 429. */
    throttled: async () => Throttled.parse(await call('/local/throttled')).arm,

    /** Resources that cannot unwrap their data keys now. */
    stranded: async (): Promise<readonly string[]> => {
      const { resources } = Resources.parse(await call('/local/estate'));
      return resources.filter(({ health }) => health === 'no-key').map(({ id }) => id);
    },
  };
}
export type EstateApi = ReturnType<typeof estateApi>;
