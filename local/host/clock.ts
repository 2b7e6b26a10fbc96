/** The estate clock: real time plus an offset that only grows. Times are milliseconds since 1970. */
export class EstateClock {
  private readonly listeners: ((offset: number) => void)[] = [];

  constructor(
    private readonly realNow: () => number,
    private offset = 0,
  ) {}

  now(): Date {
    return new Date(this.realNow() + this.offset);
  }

  /** Tells every listener, in the order in which they came. @throws {ClockBackwards} */
  moveTo(time: Date): void {
    const now = this.now();
    if (!(time >= now)) throw new ClockBackwards(now, time);
    this.offset += +time - +now;
    for (const tell of this.listeners) tell(this.offset);
  }

  /** @param listener gets the new offset, in milliseconds */
  onMoved(listener: (offset: number) => void): void {
    this.listeners.push(listener);
  }
}

/** Records, leases and tokens made in estate time would lie in the future. */
export class ClockBackwards extends Error {
  constructor(now: Date, asked: Date) {
    super(
      `Expected a time from ${now.toISOString()} on, found ${asked.toISOString()}. The estate clock moves forward only.`,
    );
  }
}
