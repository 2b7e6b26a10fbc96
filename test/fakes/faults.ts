interface Fault {
  readonly before?: () => Promise<void> | void;
  readonly after?: () => void;
}

/**
 * Troubles on order for a fake: each is for the next call of one method that has none yet, first ordered, first served.
 */
export class Faults<Method extends string> {
  readonly #ordered = new Map<Method, Fault[]>();

  /** The call fails and does nothing. */
  failNext(method: Method, error: Error): void {
    this.#order(method, {
      before() {
        throw error;
      },
    });
  }

  /** The call does its work, but its caller sees a failure: the answer was lost on the way. */
  loseNextAnswer(method: Method, error = new Error('the connection was reset')): void {
    this.#order(method, {
      after() {
        throw error;
      },
    });
  }

  /** The call waits, before it does anything, until the answered function is called. */
  holdNext(method: Method): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#order(method, { before: () => released });
    return release;
  }

  /** Runs `act` under the trouble that is on order for the method, if any. */
  async meet<T>(method: Method, act: () => T): Promise<T> {
    const fault = this.#ordered.get(method)?.shift();
    await fault?.before?.();
    const answer = act();
    fault?.after?.();
    return answer;
  }

  #order(method: Method, fault: Fault): void {
    this.#ordered.set(method, [...(this.#ordered.get(method) ?? []), fault]);
  }
}
