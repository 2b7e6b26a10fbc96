/** Does the work once for all callers, when it is first asked for; a failure is not remembered. */
export const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let done: Promise<T> | undefined;
  const forget = (error: unknown) => {
    done = undefined;
    throw error;
  };
  return () => (done ??= work().catch(forget));
};
