import * as z from 'zod';
import { Finding } from '../rotations/finding';

/** Something about a key or a vault that is not as the policy wants it, found by the sweep. */
export const EstateFinding = Finding.extend({
  subject: z.string().describe('URL of the key or vault, id of the resource, or the waiver that it is about'),
  severity: z.enum(['info', 'warning', 'critical']).describe('`info` is shown and raises no alert'),
  occasion: z.string().exactOptional().describe('What makes the same matter worth another alert, in place of a week'),
  since: z.iso.datetime().describe('The look that first saw it so'),
});
export type EstateFinding = z.infer<typeof EstateFinding>;

/** A finding before anybody knows since when. */
export type Judged = Omit<EstateFinding, 'since'>;
