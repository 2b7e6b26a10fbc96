import { IndexEntry, listedRows, take } from '../evidence/listed-rows';
import { change } from '../evidence/rows';
import type { Storage } from '../evidence/storage';
import { hashOf } from '../hash';
import { asking } from '../pacing/asking';
import type { Outbox } from '../world';
import type { Alert, AlertSink } from './alert';
import { alertId } from './alert-id';
import { deliver } from './deliver';
import { addressOf, afterAttempt, listingsOf, newRow, OutboxRow, waitingList } from './outbox-row';
import { noteDelivery, SinkHealth } from './sink-health';
import { sinkFailing } from './wording';

/** Phrase of the log line of every alert: rules of Azure Monitor look for it. */
export const alertLogged = 'alert raised';

/** Once per alert, whatever becomes of its delivery. */
const logged = ({ id, kind, severity, subject, rotationId }: Alert): void =>
  asking().warn?.(alertLogged, { kind, severity, subject, rotation: rotationId, alert: id });

/** Keeps alerts that nobody can take, until there is a sink that can. */
const nowhere: AlertSink = {
  name: 'none',
  deliver: async () => ({ outcome: 'later', because: 'no sink could be found' }),
};

const byDueTime = (a: OutboxRow, b: OutboxRow) => a.dueAt.localeCompare(b.dueAt);

/** What a sink is told about itself it would not hear. */
const ableToHear = (alert: Alert, sinks: readonly AlertSink[]) =>
  sinks.filter(({ name }) => alert.kind !== 'SinkFailing' || name !== alert.subject);

/**
 * Alerts in storage, one row per sink and alert, so that one sink's trouble is no other's. `sinks` is asked each time,
 * because the policy may change. Delivers at least once, always under the alert's one id.
 */
export const outboxIn = (
  storage: Storage,
  { sinks, now }: { sinks: () => Promise<readonly AlertSink[]>; now: () => Date },
): Outbox => {
  const rows = listedRows(storage.table('outbox', OutboxRow), storage.table('index', IndexEntry), listingsOf);
  const health = storage.table('sinks', SinkHealth);

  /** A policy that cannot be read must not lose an alert: it is kept as if there were no sink. */
  const configured = () => sinks().catch((): undefined => undefined);

  const put = async (alert: Alert): Promise<void> => {
    const able = ableToHear(alert, (await configured()) ?? []);
    const receivers = able.length > 0 ? able : [nowhere];
    const news = await Promise.all(
      receivers.map(async (sink) => {
        const row = newRow(sink.name, alert, now());
        return (await rows.write(addressOf(row), row)) ? [{ sink, row }] : [];
      }),
    );
    if (news.flat().length > 0) logged(alert);
    await Promise.all(news.flat().map(({ sink, row }) => attempt(sink, row)));
  };

  /** True when the sink is well enough to be offered the next alert. */
  const attempt = async (sink: AlertSink, row: OutboxRow): Promise<boolean> => {
    const delivery = await deliver(sink, row.alert);
    await change(rows, addressOf(row), (stored) =>
      stored?.state === 'waiting' ? afterAttempt(stored, delivery, now()) : stored,
    );
    if (sink === nowhere) return false;
    const since = await noteDelivery(health, { sink: sink.name, delivery, now: now() });
    if (since !== undefined && delivery.outcome !== 'taken') await tellOthers(sink.name, since, delivery.because);
    return delivery.outcome !== 'later';
  };

  /** One alert per spell of trouble: its id is made of the spell's beginning. Ends, since each id is put once per sink. */
  const tellOthers = (sink: string, since: string, because: string): Promise<void> => {
    const alert = sinkFailing({ sink, since, because });
    return put({ ...alert, id: hashOf(since, alert.kind, alert.subject), at: now().toISOString() });
  };

  /** The first refusal ends the round: a dead sink must not hold up the sweep with ten seconds per alert. */
  const drain = async (sink: AlertSink, due: readonly OutboxRow[]): Promise<void> => {
    for (const row of due.toSorted(byDueTime)) if (!(await attempt(sink, row))) return;
  };

  /** What waits for a sink that is no more, or for any sink at all, goes to those that there are. */
  const handOn = async (row: OutboxRow, present: readonly AlertSink[]): Promise<void> => {
    if (ableToHear(row.alert, present).length === 0) return;
    await put(row.alert);
    await change(rows, addressOf(row), (stored) =>
      stored?.state === 'waiting' ? { ...stored, state: 'handed-on' as const } : stored,
    );
  };

  return {
    raise: (alert) => put({ ...alert, id: alertId(alert), at: now().toISOString() }),
    async retry() {
      const present = (await configured()) ?? [];
      const waiting = await take(rows.listed(waitingList));
      const due = waiting.filter(({ dueAt }) => Date.parse(dueAt) <= now().getTime());
      await Promise.all(
        present.map((sink) =>
          drain(
            sink,
            due.filter((row) => row.sink === sink.name),
          ),
        ),
      );

      const names = new Set(present.map(({ name }) => name));
      for (const row of waiting) if (!names.has(row.sink)) await handOn(row, present);
      return { waiting: (await take(rows.listed(waitingList))).length };
    },
  };
};
