import type { AlertSink } from '../../../shared/alerts/alert';
import { outboxIn } from '../../../shared/alerts/outbox';
import { loggedTo } from '../../../shared/pacing/asking';
import type { Outbox } from '../../../shared/world';
import { fakeOutbox } from '../../fakes/fake-outbox';
import { freshStorage } from '../../fresh-storage';
import { aSink, anAlert, later, never, taken } from './sinks-under-test';

const start = new Date('2027-03-01T00:00:00.000Z');
let now = start;
const wait = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
beforeEach(() => {
  now = start;
});

const outboxTo = async (...sinks: readonly AlertSink[]): Promise<Outbox> =>
  outboxIn(await freshStorage(), { sinks: async () => sinks, now: () => now });

const outboxes: readonly (readonly [string, () => Promise<{ outbox: Outbox; ids: () => string[] }>])[] = [
  [
    'in memory',
    async () => {
      const outbox = fakeOutbox({ now: () => now });
      return { outbox, ids: () => outbox.raised.map(({ id }) => id) };
    },
  ],
  [
    'on Azurite',
    async () => {
      const sink = aSink('pager');
      return { outbox: await outboxTo(sink), ids: () => sink.heard.map(({ id }) => id) };
    },
  ],
];

describe.each(outboxes)('an outbox %s', (_, open) => {
  it('puts one matter once, however often and however it is raised', async () => {
    const { outbox, ids } = await open();
    await outbox.raise(anAlert());
    wait(60);
    await outbox.raise(anAlert({ summary: 'told otherwise' }));
    expect(ids()).toHaveLength(1);
    expect(await outbox.retry()).toEqual({ waiting: 0 });
  });

  it('tells matters apart by rotation, incident, kind and subject', async () => {
    const { outbox, ids } = await open();
    const { rotationId: _rotation, ...noRotation } = anAlert();
    await outbox.raise(anAlert());
    await outbox.raise(anAlert({ rotationId: 'rotation-2' }));
    await outbox.raise(anAlert({ kind: 'RotationFailed' }));
    await outbox.raise(anAlert({ subject: '/subscriptions/1' }));
    await outbox.raise(noRotation);
    await outbox.raise({ ...noRotation, incidentId: 'INC-7' });
    expect(new Set(ids()).size).toBe(6);
  });
});

describe('outboxIn', () => {
  it('delivers at once to every sink under one id, with the time it was raised', async () => {
    const [pager, mail] = [aSink('pager'), aSink('mail')];
    const outbox = await outboxTo(pager, mail);
    await outbox.raise(anAlert());
    expect(pager.heard).toEqual([{ ...anAlert(), id: expect.any(String), at: start.toISOString() }]);
    expect(mail.heard).toEqual(pager.heard);
  });

  it('delivers once per sink when it is raised twice at the same moment', async () => {
    const pager = aSink('pager');
    const outbox = await outboxTo(pager);
    await Promise.all([outbox.raise(anAlert()), outbox.raise(anAlert())]);
    expect(pager.heard).toHaveLength(1);
  });

  it('tries again when the clock says so, each pause double the last, at most an hour', async () => {
    const pager = aSink('pager', later);
    const outbox = await outboxTo(pager);
    await outbox.raise(anAlert());
    const tries = pager.heard.length;
    for (const [n, pause] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      wait(pause - 1);
      await outbox.retry();
      expect(pager.heard).toHaveLength(tries + n);
      wait(1);
      expect(await outbox.retry()).toEqual({ waiting: 1 });
      expect(pager.heard).toHaveLength(tries + n + 1);
    }
    pager.answers(taken);
    wait(60);
    expect(await outbox.retry()).toEqual({ waiting: 0 });
    expect(new Set(pager.heard.map(({ id }) => id)).size).toBe(1);
  });

  it('never throws for a sink that throws, and keeps the alert', async () => {
    const broken: AlertSink = { name: 'broken', deliver: () => Promise.reject(new Error('fetch failed')) };
    const mail = aSink('mail');
    const outbox = await outboxTo(broken, mail);
    await outbox.raise(anAlert());
    expect(mail.heard).toHaveLength(1);
    expect(await outbox.retry()).toEqual({ waiting: 1 });
  });

  it('delivers what was put in storage by a process that died before it could deliver', async () => {
    const storage = await freshStorage();
    const offered = new Promise<void>((reached) => {
      const dying: AlertSink = { name: 'pager', deliver: () => (reached(), new Promise(() => undefined)) };
      void outboxIn(storage, { sinks: async () => [dying], now: () => now }).raise(anAlert());
    });
    await offered;

    const pager = aSink('pager');
    const outbox = outboxIn(storage, { sinks: async () => [pager], now: () => now });
    expect(await outbox.retry()).toEqual({ waiting: 1 });
    wait(1);
    expect(await outbox.retry()).toEqual({ waiting: 0 });
    expect(pager.heard).toHaveLength(1);
  });

  it('offers a sink that answers later nothing more in the same round', async () => {
    const pager = aSink('pager', later);
    const outbox = await outboxTo(pager);
    for (const rotationId of ['rotation-1', 'rotation-2', 'rotation-3']) await outbox.raise(anAlert({ rotationId }));
    wait(1);
    expect(await outbox.retry()).toEqual({ waiting: 3 });
    expect(pager.heard).toHaveLength(4);
    pager.answers(taken);
    wait(2);
    expect(await outbox.retry()).toEqual({ waiting: 0 });
  });
});

describe('a failing sink', () => {
  it('is told about once, critically, through the others when it says never', async () => {
    const [pager, mail] = [aSink('pager', never), aSink('mail')];
    const outbox = await outboxTo(pager, mail);
    await outbox.raise(anAlert());
    await outbox.raise(anAlert({ rotationId: 'rotation-2' }));
    expect(mail.kinds()).toEqual(['RotationParked', 'SinkFailing', 'RotationParked']);
    expect(mail.heard[1]).toMatchObject({ severity: 'critical', subject: 'pager' });
    expect(pager.kinds()).not.toContain('SinkFailing');
    expect(await outbox.retry()).toEqual({ waiting: 0 });
  });

  it('is told about once after a day without success, and again when it fails anew', async () => {
    const [pager, mail] = [aSink('pager', later), aSink('mail')];
    const outbox = await outboxTo(pager, mail);
    await outbox.raise(anAlert());
    wait(23 * 60);
    await outbox.retry();
    expect(mail.kinds()).not.toContain('SinkFailing');
    for (const _ of [1, 2, 3]) {
      wait(60);
      await outbox.retry();
    }
    expect(mail.kinds().filter((kind) => kind === 'SinkFailing')).toHaveLength(1);

    pager.answers(taken);
    wait(60);
    await outbox.retry();
    pager.answers(never);
    await outbox.raise(anAlert({ rotationId: 'rotation-2' }));
    expect(mail.kinds().filter((kind) => kind === 'SinkFailing')).toHaveLength(2);
  });

  it('makes no loop when every sink fails', async () => {
    const [pager, mail] = [aSink('pager', never), aSink('mail', never)];
    const outbox = await outboxTo(pager, mail);
    await outbox.raise(anAlert());
    await outbox.raise(anAlert({ rotationId: 'rotation-2' }));
    const failing = [...pager.heard, ...mail.heard].filter(({ kind }) => kind === 'SinkFailing');
    expect(failing.map(({ subject }) => subject).toSorted()).toEqual(['mail', 'pager']);
  });

  it('keeps the alert about the only sink for a better day', async () => {
    const pager = aSink('pager', never);
    const outbox = await outboxTo(pager);
    await outbox.raise(anAlert());
    expect(await outbox.retry()).toEqual({ waiting: 1 });
    expect(pager.kinds()).toEqual(['RotationParked']);
  });
});

describe('a changing policy', () => {
  it('keeps an alert while there is no sink, and delivers it once there is one', async () => {
    const pager = aSink('pager');
    let sinks: AlertSink[] = [];
    const outbox = outboxIn(await freshStorage(), { sinks: async () => sinks, now: () => now });
    await outbox.raise(anAlert());
    expect(await outbox.retry()).toEqual({ waiting: 1 });
    sinks = [pager];
    expect(await outbox.retry()).toEqual({ waiting: 0 });
    expect(pager.heard).toHaveLength(1);
  });

  it('keeps an alert that is raised while the policy cannot be read', async () => {
    const pager = aSink('pager');
    let sinks = (): Promise<AlertSink[]> => Promise.reject(new Error('policy.yaml is unreadable'));
    const outbox = outboxIn(await freshStorage(), { sinks: () => sinks(), now: () => now });
    await outbox.raise(anAlert());
    expect(await outbox.retry()).toEqual({ waiting: 1 });
    sinks = async () => [pager];
    expect(await outbox.retry()).toEqual({ waiting: 0 });
    expect(pager.heard).toHaveLength(1);
  });

  it('hands what waits for a sink that is gone to the others, and to itself if there is none', async () => {
    const [pager, mail] = [aSink('pager', later), aSink('mail')];
    let sinks: AlertSink[] = [pager];
    const outbox = outboxIn(await freshStorage(), { sinks: async () => sinks, now: () => now });
    await outbox.raise(anAlert());
    sinks = [];
    expect(await outbox.retry()).toEqual({ waiting: 1 });
    sinks = [mail];
    expect(await outbox.retry()).toEqual({ waiting: 0 });
    expect(mail.heard).toHaveLength(1);
  });

  it('logs each alert once, whoever takes it, so that alert rules find it', async () => {
    const logged: unknown[] = [];
    const outbox = await outboxTo(aSink('pager', later), aSink('mail'));
    const raise = () => loggedTo({ warn: (...line) => void logged.push(line) }, () => outbox.raise(anAlert()));
    await raise();
    await raise();
    expect(logged).toEqual([['alert raised', expect.objectContaining({ kind: anAlert().kind })]]);
  });
});
