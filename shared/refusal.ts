import { RewrapError } from './errors';

/**
 * Turns a refusal that no retry can cure into a value, because the engine retries every exception. Other errors, and
 * those with status 503, may pass and go on to the engine.
 */
export async function orRefused<T extends object>(work: () => Promise<T>): Promise<T | { refused: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RewrapError && error.status !== 503) return { refused: error.message };
    throw error;
  }
}
