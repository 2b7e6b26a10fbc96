import { Cron } from 'croner';
import * as z from 'zod';
import type { Alarms } from './alarms';
import type { EstateClock } from './clock';
import type { Journal } from './engine/journal';
import type { RegisteredFunction } from './functions-core';
import type { Invoker } from './invocation';

const TimerTrigger = z.object({ schedule: z.string(), runOnStartup: z.boolean().default(false) });

/** From when on a run counts as past due, in milliseconds. */
const tolerance = 1_000;

export interface TimersOptions {
  readonly invoker: Invoker;
  readonly clock: EstateClock;
  readonly alarms: Alarms;
  readonly journal: Journal;
}

/** Runs the app's timer functions in estate time, each one run after the other. What was missed is made up for once. */
export class Timers {
  private readonly timers: Map<string, Timer>;

  /** @throws if a schedule cannot be read */
  constructor(options: TimersOptions) {
    const functions = options.invoker.functions.filter(({ trigger }) => trigger.type === 'timerTrigger');
    this.timers = new Map(functions.map((called) => [called.name, new Timer(called, options)]));
  }

  start(): void {
    for (const [name, timer] of this.timers) if (!isDisabled(name)) timer.start();
  }

  /** Runs a timer's function by hand, after a run under way. @returns whether there is such a timer */
  fire(name: string): boolean {
    const timer = this.timers.get(name);
    timer?.runOnce();
    return timer !== undefined;
  }
}

class Timer {
  private readonly cron: Cron;
  private readonly onStartup: boolean;
  private lastRun: Promise<void> = Promise.resolve();

  constructor(
    private readonly called: RegisteredFunction,
    private readonly options: TimersOptions,
  ) {
    const { schedule, runOnStartup } = TimerTrigger.parse(called.trigger);
    // As NCRONTAB: UTC, seconds first, and both the day of the month and the day of the week must match.
    this.cron = new Cron(fromSettings(schedule), { timezone: 'UTC', paused: true, domAndDow: true });
    this.onStartup = runOnStartup;
  }

  start(): void {
    const { journal, clock } = this.options;
    if (!journal.state.schedules.has(this.called.name)) this.remember(clock.now());
    if (this.onStartup) this.runOnce();
    this.arm();
  }

  runOnce(): void {
    this.lastRun = this.lastRun.then(() => this.run(false));
  }

  /** The next time after the last one remembered: it may have passed while no host was running. */
  private arm(): void {
    const due = this.next(this.last());
    if (due) this.options.alarms.set(`timer ${this.called.name}`, +due, () => this.ring(due));
  }

  private ring(due: Date): void {
    const now = this.options.clock.now();
    this.lastRun = this.lastRun
      .then(() => this.run(+now - +due > tolerance))
      .then(() => {
        this.remember(now);
        this.arm();
      });
  }

  /** The invoker has told the log of a failure; the schedule goes on as in Azure. */
  private async run(isPastDue: boolean): Promise<void> {
    const last = this.last();
    const status = { Last: iso(last), Next: iso(this.next(this.options.clock.now())), LastUpdated: iso(last) };
    const data = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue };
    await this.options.invoker.invoke(this.called, { json: JSON.stringify(data) }).catch(() => undefined);
  }

  private next(after: Date): Date | null {
    return this.cron.nextRun(after);
  }

  private last(): Date {
    return new Date(this.options.journal.state.schedules.get(this.called.name) ?? this.options.clock.now());
  }

  private remember(time: Date): void {
    const { journal } = this.options;
    journal.write({ kind: 'schedule', timer: this.called.name, last: iso(time) ?? '' });
  }
}

const iso = (time: Date | null) => time?.toISOString();

/** A function that a setting disables runs by hand only. Source: "Disable functions" of Azure Functions. */
const isDisabled = (name: string): boolean => /^(true|1)$/i.test(process.env[`AzureWebJobs.${name}.Disabled`] ?? '');

/** `%NAME%` stands for an application setting. */
const fromSettings = (schedule: string) =>
  schedule.replace(/^%(\w+)%$/, (_, name: string) => process.env[name] ?? schedule);
