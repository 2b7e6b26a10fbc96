/** Runs jobs in the order they came, a limited number at a time. Jobs look after their own errors. */
export class WorkQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  private stopped = false;
  private onEmpty: () => void = () => undefined;

  constructor(private readonly limit: number) {}

  /** Jobs that wait for their turn. */
  get queued(): number {
    return this.waiting.length;
  }

  get active(): number {
    return this.running;
  }

  push(job: () => Promise<void>): void {
    this.waiting.push(job);
    this.fill();
  }

  /** Starts no further job. Resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.running > 0) await new Promise<void>((resolve) => (this.onEmpty = resolve));
  }

  private fill(): void {
    if (this.stopped || this.running >= this.limit) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.running++;
    // Not at once: jobs that beget jobs would leave no time for requests.
    setImmediate(() => void job().finally(() => this.ended()));
  }

  private ended(): void {
    this.running--;
    this.fill();
    if (this.running === 0) this.onEmpty();
  }
}
