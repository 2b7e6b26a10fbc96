import * as z from 'zod';
import { counted } from '../../shared/alerts/plain-words';
import { Containment } from '../../shared/incidents/incident';
import { answerOf, IncidentMode, type Answer } from '../../shared/incidents/mode';
import { VaultUrl } from '../../shared/policy/notations';
import { DryRun, NamedKey, Reason } from './start-rotations';

/** Ids of an incident as callers give them. */
export const IncidentId = z.string().trim().min(1).max(200);

/** What an emergency is about and what is to be done. At least one of `keys`, `vault`, `class` and `principal`. */
export const StartEmergency = z
  .strictObject({
    keys: z.array(NamedKey).min(1).max(200).optional(),
    vault: VaultUrl.optional().describe('Every key of it'),
    class: z.string().trim().min(1).optional().describe('Every key of this class of the policy'),
    principal: z
      .guid()
      .toLowerCase()
      .optional()
      .describe('Every key that this user, group or identity could reach, by its object id'),
    reason: Reason,
    incidentId: IncidentId.describe('A further call with the same id adds to the incident'),
    mode: IncidentMode.optional().describe(
      'What may have leaked: new-version (a right of use), clean-vault (the key: backed up, exported, released), re-encrypt (data keys). Absent: new-version, and you are told if the audit log speaks for more',
    ),
    newDataKeys: z
      .boolean()
      .default(false)
      .describe('Data keys are suspect too: blobs that applications encrypted get new ones and are encrypted again'),
    acceptWeaker: z
      .boolean()
      .default(false)
      .describe('The mode is meant, although the audit log speaks for a stronger one'),
    containment: Containment.default('after').describe(
      'after: old versions are disabled once nothing needs them. immediate: first of all; what cannot move then stops',
    ),
    acceptUnavailability: z
      .union([z.string().regex(/^all \d+$/), z.array(z.string().trim().min(1).toLowerCase()).max(5_000)])
      .optional()
      .describe('With containment: immediate. The dependents that will stop, by id, or "all N"'),
    takeBackupRights: z
      .boolean()
      .optional()
      .describe(
        'People who may back up, restore or release keys of the vaults lose that, as far as the identity for it may take it. Absent: as the policy says',
      ),
    dryRun: DryRun,
  })
  .refine(
    ({ keys, vault, class: name, principal }) => [keys, vault, name, principal].some((each) => each !== undefined),
    {
      path: ['keys'],
      error: 'expected keys, a vault, a class or a principal',
    },
  )
  .meta({ id: 'StartEmergency' });
export type StartEmergency = z.infer<typeof StartEmergency>;

export const answerIn = ({ mode = 'new-version', newDataKeys }: StartEmergency): Answer => answerOf(mode, newDataKeys);

/** What it is about, for the trace. */
export const scopeInWords = ({ keys = [], vault, class: name, principal }: StartEmergency): string =>
  [
    ...(keys.length > 0 ? [counted(keys.length, 'named key')] : []),
    ...(vault ? [`every key of ${vault}`] : []),
    ...(name ? [`every key of class "${name}"`] : []),
    ...(principal ? [`every key that ${principal} could reach`] : []),
  ].join(', ');
