import { IANAZone } from 'luxon';
import * as z from 'zod';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time of day from 00:00 to 23:59, such as 22:00' });

/** When changes may be made. Crosses midnight where `to` is not later than `from`. */
export const Window = z.strictObject({
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).nonempty(),
  from: timeOfDay,
  to: timeOfDay,
  timeZone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), { error: 'expected an IANA time zone, such as Europe/Amsterdam' })
    .describe('IANA name'),
});
export type Window = z.infer<typeof Window>;
