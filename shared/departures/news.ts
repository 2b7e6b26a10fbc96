import * as z from 'zod';

/** An event that said that access may have changed. It only causes a look. */
export const NewsItem = z.object({
  id: z.string(),
  what: z.string().describe('Operation or type, as the source calls it'),
  about: z.string().toLowerCase().describe('Id of the resource or principal that it names'),
  at: z.iso.datetime(),
  actor: z.string().optional().describe('Object id of who did it, by the claims in the event'),
});
export type NewsItem = z.infer<typeof NewsItem>;

/** What events told, for the next look and as evidence. */
export interface News {
  /** Answers whether nothing else waits for a look. */
  note(item: NewsItem): Promise<{ first: boolean }>;
  waiting(): Promise<readonly NewsItem[]>;
  /** They wait no more, and are kept. */
  looked(items: readonly NewsItem[]): Promise<void>;
  /** Those that were looked at and came since then, newest first; as many as can matter. */
  since(time: string): Promise<readonly NewsItem[]>;
}
