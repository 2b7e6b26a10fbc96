import { AsyncLocalStorage } from 'node:async_hooks';

/** On whose behalf calls are made: it goes along with the work, so that no port has to hand it on. */
export interface Asking {
  /** An emergency goes first and may take what is kept for it. */
  readonly urgent: boolean;
  /** Longest wait for a turn, in milliseconds. */
  readonly patienceMs: number;
  /** Hears when a service throttles, when a call is put off, and when an alert is raised: fixed phrases, with facts as fields. */
  readonly warn?: (phrase: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** An activity costs while it waits; what takes longer belongs to a durable timer. */
const ordinary: Asking = { urgent: false, patienceMs: 4_000 };

const current = new AsyncLocalStorage<Asking>();

export const asking = (): Asking => current.getStore() ?? ordinary;

/** Every call that the work makes is part of an emergency, if it is one. */
export const asUrgent = <T>(urgent: boolean, work: () => Promise<T>): Promise<T> =>
  current.run({ ...asking(), urgent: urgent || asking().urgent }, work);

/** For work that would have to start from the beginning if one of its many calls were put off. */
export const patiently = <T>(work: () => Promise<T>): Promise<T> =>
  current.run({ ...asking(), patienceMs: 60_000 }, work);

/** What befalls the calls that the work makes, and what alerts it raises, is logged with it. */
export const loggedTo = <T>(log: { warn: (...line: unknown[]) => void }, work: () => Promise<T>): Promise<T> =>
  current.run({ ...asking(), warn: (phrase, facts) => log.warn(phrase, facts) }, work);
