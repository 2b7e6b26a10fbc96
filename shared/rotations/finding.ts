import * as z from 'zod';

/** Something that stands in the way, for machines (`code`) and for the person who must act (`nextStep`). */
export const Finding = z.object({
  code: z.string().regex(/^[a-z0-9-]+$/),
  message: z.string(),
  nextStep: z.string(),
  about: z.string().optional().describe('What it is about, where several findings have its code'),
  until: z.iso.datetime().optional().describe('When it is over by itself'),
});
export type Finding = z.infer<typeof Finding>;

/** When the last of the findings is over by itself; undefined where there is none, or one never is. */
export const overAt = (findings: readonly Finding[]): string | undefined => {
  const ends = findings.flatMap(({ until }) => until ?? []);
  return ends.length === findings.length ? ends.toSorted().at(-1) : undefined;
};
