/** Time that stands still until everyone waits for it; then it jumps to the earliest alarm. */
export class VirtualClock {
  #now: number;
  #alarms: { at: number; ring: () => void }[] = [];

  /** `settle` resolves when all work that can go on has gone on; one turn of the event loop is enough for microtasks. */
  constructor(
    start: string,
    private readonly settle: () => Promise<unknown> = () => new Promise(setImmediate),
  ) {
    this.#now = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#now);

  /** Resolves when the clock has come to `time`; the answered function takes the alarm back. */
  alarm(time: Date): { rings: Promise<void>; cancel: () => void } {
    let ring = () => {};
    const rings = new Promise<void>((resolve) => {
      ring = resolve;
    });
    const entry = { at: time.getTime(), ring };
    this.#alarms.push(entry);
    return { rings, cancel: () => (this.#alarms = this.#alarms.filter((other) => other !== entry)) };
  }

  /** Lets everything run that can run now, then jumps from alarm to alarm until none is left or `until` is reached. */
  async run(until = new Date(8.64e15)): Promise<void> {
    for (;;) {
      await this.settle();
      const next = this.#earliest();
      if (!next || next.at > until.getTime()) break;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    if (until.getTime() < 8.64e15) this.#now = Math.max(this.#now, until.getTime());
  }

  /** Of several at one time the one that was set first. */
  #earliest(): { at: number; ring: () => void } | undefined {
    let earliest = this.#alarms[0];
    for (const alarm of this.#alarms) if (earliest && alarm.at < earliest.at) earliest = alarm;
    return earliest;
  }

  advance(milliseconds: number): Promise<void> {
    return this.run(new Date(this.#now + milliseconds));
  }
}
