import * as z from 'zod';
import { KeyUrl, VersionId } from '../keys/key-url';
import { Advice } from './advice';
import { Exporters } from './exporters';
import { IncidentMode } from './mode';

/** `after`: the old versions are disabled once nothing needs them. `immediate`: first of all, whoever stops. */
export const Containment = z.enum(['after', 'immediate']);
export type Containment = z.infer<typeof Containment>;

/** One call that opened the incident or added to it: the trace of what went past windows and approvals, and by whose word. */
export const IncidentAsk = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  scope: z.string().describe('In words'),
  mode: IncidentMode,
  newDataKeys: z.boolean(),
  containment: Containment,
  acceptedWeaker: z.boolean().describe('A weaker mode than the audit log speaks for was chosen knowingly'),
  acceptedUnavailability: z.string().optional().describe('In words: what was accepted to stop'),
  takeBackupRights: z.boolean().optional().describe('Rights to carry keys away are taken from people'),
});
export type IncidentAsk = z.infer<typeof IncidentAsk>;

/** A second person's word about what was done, afterwards. */
export const Review = z.object({ by: z.string(), at: z.iso.datetime(), note: z.string() });
export type Review = z.infer<typeof Review>;

/** An incident. Its keys lie beside it, a row each. */
export const Incident = z.object({
  id: z.string(),
  openedAt: z.iso.datetime(),
  openedBy: z.object({ id: z.string(), name: z.string() }),
  asks: z.array(IncidentAsk).describe('The newest fifty'),
  certificates: z.array(z.string()).default([]).describe('Keys in scope that belong to certificates'),
  proposal: z
    .object({
      rule: z.string(),
      summary: z.string(),
      vaults: z.array(z.string()),
      keys: z.array(z.string()),
      because: z.string().optional(),
    })
    .optional()
    .describe('What a machine reported; nothing is done until a person decides'),
  exporters: z
    .array(Exporters)
    .default([])
    .describe(
      'Vaults that were looked at, each with who could carry keys out of it; those only where one incident is asked for',
    ),
  provenAt: z.iso.datetime().optional().describe('When everything was proven to have moved'),
  disabledAt: z.iso.datetime().optional().describe('When the last old version was disabled'),
  review: Review.optional(),
  closedAt: z.iso.datetime().optional(),
});
export type Incident = z.infer<typeof Incident>;

/** Whether somebody, or the policy, wanted backup rights taken away. */
export const takesBackupRights = ({ asks }: Pick<Incident, 'asks'>): boolean =>
  asks.some((ask) => ask.takeBackupRights);

/** One key of an incident. */
export const IncidentKey = z.object({
  key: KeyUrl,
  requestId: z.string().describe('The newest wish for it; earlier ones may be under way'),
  mode: IncidentMode,
  newDataKeys: z.boolean(),
  containment: Containment,
  rank: z.int().describe('Its place in the order in which keys are begun'),
  askedAt: z.iso.datetime(),
  contained: z
    .object({ at: z.iso.datetime(), versions: z.array(VersionId) })
    .optional()
    .describe('Versions that were disabled before anything else'),
  containing: z
    .object({ because: z.string().optional().describe('Why it failed') })
    .optional()
    .describe('Old versions are to be disabled first, and not all are; it is tried at each look'),
  advice: Advice.optional(),
});
export type IncidentKey = z.infer<typeof IncidentKey>;
