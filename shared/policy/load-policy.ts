import type { CloudName } from '../azure/clouds';
import { parsePolicy } from './parse-policy';
import type { Policy } from './policy';

const keptFor = 60_000;

export interface PolicySourceOptions {
  /** Fetches the text, as `policyText` does. */
  readonly read: () => Promise<string>;
  readonly now: () => Date;
  readonly cloud?: CloudName;
  /** Hears of it whenever the text is broken or cannot be read. Must not wait for the policy. */
  readonly onTrouble: (problem: unknown) => void;
}

/**
 * The policy, read again when it is older than a minute. When the new text is broken or cannot be read, the last good one
 * stays in force. Rejects with what went wrong while there was never a good one.
 */
export function policySource({ read, now, cloud, onTrouble }: PolicySourceOptions): () => Promise<Policy> {
  let good: Policy | undefined;
  let readAt = -Infinity;
  let reading: Promise<Policy> | undefined;

  const readAgain = async (): Promise<Policy> => {
    try {
      good = parsePolicy(await read(), cloud);
    } catch (problem) {
      onTrouble(problem);
      if (!good) throw problem;
    }
    readAt = now().getTime();
    return good;
  };

  return async () => {
    if (good && now().getTime() - readAt < keptFor) return good;
    reading ??= readAgain().finally(() => (reading = undefined));
    return reading;
  };
}
