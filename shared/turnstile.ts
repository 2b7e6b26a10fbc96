/** What was done, or `full`: nothing was begun. */
export type Passage<T> = { readonly done: T } | 'full';

export type Turnstile = <T>(work: () => Promise<T>) => Promise<Passage<T>>;

/** Lets everybody work at once. */
export const openGate: Turnstile = async (work) => ({ done: await work() });

/**
 * Lets so many of this process work at once. Whoever comes beyond that is sent away instead of waiting inside: what runs holds
 * one of the few places that the engine has for steps, and a durable timer costs none.
 */
export const turnstile = (most: number): Turnstile => {
  let inside = 0;
  return async (work) => {
    if (inside >= most) return 'full';
    inside += 1;
    try {
      return { done: await work() };
    } finally {
      inside -= 1;
    }
  };
};
