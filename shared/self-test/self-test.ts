import * as z from 'zod';
import type { Policy } from '../policy/policy';

/** What a self-test stands in for. */
export const kinds = ['near-expiry', 'role-change'] as const;
export type SelfTestKind = (typeof kinds)[number];

/** The last self-test of a kind. */
export const SelfTest = z.object({
  /** Id of the event that was sent: nobody else knows it. */
  id: z.string(),
  kind: z.enum(kinds),
  sentAt: z.iso.datetime(),
  arrivedAt: z.iso.datetime().exactOptional(),
  /** Why it could not even be sent. */
  problem: z.string().exactOptional(),
});
export type SelfTest = z.infer<typeof SelfTest>;

/** Remembers the last self-test of each kind. */
export interface SelfTests {
  last(kind: SelfTestKind): Promise<SelfTest | undefined>;
  put(test: SelfTest): Promise<void>;
}

/** The ids of self-tests begin so: other events are not looked up. */
export const idOfTest = (kind: SelfTestKind, random: string): string => `rewrap-self-test-${kind}-${random}`;

export const kindInId = (id: string): SelfTestKind | undefined =>
  kinds.find((kind) => id.startsWith(`rewrap-self-test-${kind}-`));

/** Where synthetic events are sent: the topic that the policy names, else that of the installation. */
export const topicOf = ({ selfTest }: Policy, own: string | undefined): string | undefined =>
  selfTest?.topicEndpoint ?? own;

const anHour = 3_600_000;
/** Less than a day, so that an hourly look sends one every day. */
const betweenTests = 23.5 * anHour;

/** What is to be done now. Pure. */
export const nextFor = (last: SelfTest | undefined, now: Date): 'send' | 'tell' | 'nothing' => {
  if (!last) return 'send';
  const age = now.getTime() - Date.parse(last.sentAt);
  if (age >= betweenTests) return 'send';
  return isMissed(last, now) ? 'tell' : 'nothing';
};

/** Event Grid delivers within seconds, and tries again for a day; an hour is late. */
export const isMissed = ({ sentAt, arrivedAt }: SelfTest, now: Date): boolean =>
  arrivedAt === undefined && now.getTime() - Date.parse(sentAt) >= anHour;
