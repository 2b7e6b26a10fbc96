import type { EstateClock } from './clock';

/** The longest wait that `setTimeout` can hold, about 24.8 days. */
const longestWait = 2 ** 31 - 1;

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
  handle: NodeJS.Timeout;
}

/** Rings at points of estate time, one alarm for each key; those that a move of the clock made due ring at once. */
export class Alarms {
  private readonly alarms = new Map<string, Alarm>();

  constructor(private readonly clock: EstateClock) {
    clock.onMoved(() => this.look());
  }

  /** Replaces the alarm of that key. It rings once, never before this call has returned. */
  set(key: string, at: number, ring: () => void): void {
    if (this.alarms.get(key)?.at === at) return;
    this.clear(key);
    this.alarms.set(key, { at, ring, handle: this.wait(key, at) });
  }

  clear(key: string): void {
    clearTimeout(this.alarms.get(key)?.handle);
    this.alarms.delete(key);
  }

  /** When the next alarm with such a key rings. */
  next(isSuch: (key: string) => boolean): Date | undefined {
    const times = [...this.alarms].filter(([key]) => isSuch(key)).map(([, { at }]) => at);
    return times.length > 0 ? new Date(Math.min(...times)) : undefined;
  }

  clearAll(): void {
    for (const key of this.alarms.keys()) this.clear(key);
  }

  private look(): void {
    for (const key of this.alarms.keys()) this.ringIfDue(key);
  }

  private ringIfDue(key: string): void {
    const alarm = this.alarms.get(key);
    if (!alarm) return;
    clearTimeout(alarm.handle);
    if (alarm.at > +this.clock.now()) {
      alarm.handle = this.wait(key, alarm.at);
      return;
    }
    this.alarms.delete(key);
    alarm.ring();
  }

  private wait(key: string, at: number): NodeJS.Timeout {
    const left = Math.min(Math.max(at - +this.clock.now(), 0), longestWait);
    return setTimeout(() => this.ringIfDue(key), left);
  }
}
