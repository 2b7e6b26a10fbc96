import * as z from 'zod';

/** One thing that reached the inbox, whether it was taken or not. */
export interface Arrival {
  /** Estate time. */
  readonly at: Date;
  /** The webhook's name, or `topic`. */
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else as it came. */
  readonly body: unknown;
  /** The signature or key was right. */
  readonly verified: boolean;
  readonly answered: number;
}

/** Answers on demand: the next `times` posts to that receiver get this status. Plain data, for `POST /local/inbox/failures`. */
export const Failure = z.strictObject({
  to: z.string().describe("A webhook's name, or topic"),
  status: z.int().min(300).max(599).describe('410 means: never send here again'),
  times: z.int().positive().default(1),
});
export type FailureInput = z.input<typeof Failure>;

/** A post as a receiver has looked at it. */
export interface Post {
  readonly to: string;
  readonly headers: Headers;
  readonly body: string;
  readonly verified: boolean;
  /** The status it deserves. */
  readonly status: number;
}

export interface Arrivals {
  readonly all: readonly Arrival[];
  /** Keeps the post. @returns the status to answer with, which a failure on demand may change */
  keep(post: Post): number;
  fail(failure: FailureInput): void;
  clear(): void;
}

/** Headers that hold secrets are not kept. */
const secret = new Set(['authorization', 'aeg-sas-key', 'aeg-sas-token']);

/** Keeps everything that arrives, in order. */
export function createArrivals(now: () => Date): Arrivals {
  const all: Arrival[] = [];
  let failures: z.infer<typeof Failure>[] = [];

  function failing(to: string): number | undefined {
    const next = failures.find((each) => each.to === to);
    if (!next) return undefined;
    failures = failures.flatMap((each) => (each === next ? oneLess(next) : each));
    return next.status;
  }

  return {
    all,
    keep({ to, headers, body, verified, status }) {
      const answered = failing(to) ?? status;
      const kept = Object.fromEntries([...headers].filter(([name]) => !secret.has(name)));
      all.push({ at: now(), to, headers: kept, body: parsed(body), verified, answered });
      return answered;
    },
    fail(failure) {
      failures.push(Failure.parse(failure));
    },
    clear() {
      all.length = 0;
      failures = [];
    },
  };
}

const oneLess = (failure: z.infer<typeof Failure>) =>
  failure.times > 1 ? [{ ...failure, times: failure.times - 1 }] : [];

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
