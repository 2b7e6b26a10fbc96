/** What every problem tells its reader: what was expected, what was found, what to do; `code` is for machines and never changes. */
export abstract class RewrapError extends Error {
  abstract readonly code: string;
  /** HTTP status that the API answers with; 503 where time may cure it, so that trying again makes sense. */
  abstract readonly status: number;
  override get name(): string {
    return this.constructor.name;
  }
}

/** What went wrong, for a record or a log: never empty, because the engine never ends a workflow whose error has no text. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)) || 'an error without a message';
