import { EventType, type Message } from '../../../../local/host/engine/history';
import type { Turn } from '../../../../local/host/engine/instance';
import { State } from '../../../../local/host/engine/state';

const at = '2026-03-01T00:00:00.000Z';
const instance = { id: 'a', execution: 'first', name: 'story', version: '', input: 'null', createdAt: at };
const scheduled = { EventType: EventType.TaskScheduled, EventId: 0, Timestamp: at, Name: 'work', Input: 'null' };
const turn: Turn = {
  id: 'a',
  execution: 'first',
  at,
  took: 1,
  events: [scheduled],
  canceledTimers: [],
  customStatus: 'null',
  children: [],
  answers: [],
};
const done = (Result: string): Message => ({
  EventType: EventType.TaskCompleted,
  EventId: -1,
  Timestamp: at,
  TaskScheduledId: 0,
  Result,
});

describe('the state', () => {
  let state: State;
  beforeEach(() => {
    state = new State();
    state.apply({ kind: 'created', instance });
    state.apply({ kind: 'turn', turn });
  });

  it('takes the first result of a task and drops a second', () => {
    state.apply({ kind: 'message', to: 'a', execution: 'first', message: done('1') });
    expect(state.accepts('a', 'first', done('2'))).toBe(false);
    state.apply({ kind: 'message', to: 'a', execution: 'first', message: done('2') });
    expect(state.live('a')?.inbox).toEqual([done('1')]);
  });

  it('drops a result that was meant for an earlier generation', () => {
    state.apply({ kind: 'turn', turn: { ...turn, took: 0, events: [], again: { execution: 'second', input: '1' } } });
    state.apply({ kind: 'message', to: 'a', execution: 'first', message: done('1') });
    expect(state.live('a')?.inbox.map(({ EventType: type }) => type)).toEqual([EventType.ExecutionStarted]);
  });

  it('is told whole by its records', () => {
    const again = new State();
    for (const record of state.records()) again.apply(JSON.parse(JSON.stringify(record)));
    expect(again).toEqual(state);
  });
});
