import * as z from 'zod';
import type { Endpoints } from './clouds';

/** No slash at the end: paths are put behind it. */
const door = z.url({ protocol: /^https$/ }).regex(/[^/]$/, { error: 'expected no slash at the end' });
const doors = z.strictObject({ endpoint: door, resource: door });

/** The endpoints of a cloud that is not in the table, with the fields of a row of it. */
export const CustomCloud: z.ZodType<Endpoints> = z.strictObject({
  resources: z.strictObject({ vault: door, managedHsm: door, eventGrid: door, sql: door }),
  arm: doors,
  logs: doors.exactOptional(),
  search: doors.exactOptional(),
  graph: doors.exactOptional(),
  storageSuffix: z.string().regex(/^[a-z\d][a-z\d.-]+$/),
  entra: z.strictObject({ authority: door, issuerOfV1: door }),
});
