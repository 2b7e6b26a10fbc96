import * as z from 'zod';
import { cloudNames } from '../azure/clouds';
import { ApplicationDataEntry } from '../dependents/wrapped-keys';
import { AlertHookRule } from './alert-hook-rules';
import { auditRules } from './audit-rules';
import { DepartureRules } from './departure-rules';
import { Freeze } from './freeze';
import { KeyClass } from './key-class';
import { VaultUrl } from './notations';
import { Standby } from './standby';
import { Waiver } from './waiver';

/** Where alerts go. Addresses and secrets are settings of the app (Key Vault references in Azure), never in this file. */
export const Sink = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('event-grid'),
    name: z.string().min(1),
    endpoint: z.url(),
    keySetting: z
      .string()
      .startsWith('REWRAP_SINK_')
      .optional()
      .describe('Setting with an access key; absent: managed identity'),
  }),
  z.strictObject({
    type: z.literal('webhook'),
    name: z.string().min(1),
    urlSetting: z.string().startsWith('REWRAP_SINK_'),
    secretSetting: z.string().startsWith('REWRAP_SINK_').describe('Standard Webhooks secret, whsec_...'),
  }),
]);
export type Sink = z.infer<typeof Sink>;

const SubscriptionId = z.guid({ error: 'expected the id of a subscription, a GUID' }).toLowerCase();

/** The one file in which an organisation says what it wants. Rewrap touches only what is in its scope. */
export const Policy = z
  .strictObject({
    scope: z.strictObject({
      cloud: z.enum(cloudNames).optional().describe('The cloud that this policy is for; any other refuses it'),
      subscriptions: z.array(SubscriptionId).describe('Where dependents are looked for'),
      vaults: z.array(VaultUrl).nonempty().describe('Vaults and Managed HSMs whose keys are looked after'),
    }),
    applicationData: z
      .array(ApplicationDataEntry)
      .default([])
      .describe('Stores in which applications keep data keys that keys in the scope have wrapped'),
    ...auditRules,
    classes: z.array(KeyClass).nonempty(),
    startsPerSweep: z
      .int()
      .min(1)
      .default(100)
      .describe('Rotations that one sweep, every 15 minutes, starts at most; at least one in each vault'),
    departures: DepartureRules.prefault({}).describe('What follows when somebody loses access to keys'),
    freezes: z
      .array(Freeze)
      .default([])
      .describe('Times in which routine rotations rest, and no old version is disabled'),
    waivers: z.array(Waiver).default([]).describe('Rules that need not hold for some keys for some time'),
    standby: z
      .array(Standby)
      .default([])
      .describe('Where new keys take the place of those that may have been backed up, exported or released'),
    takeBackupRights: z
      .enum(['when-asked', 'clean-vault'])
      .default('when-asked')
      .describe(
        'Whether people lose their rights to back keys up in every incident with a clean vault, or only where somebody asks; takes the identity for it',
      ),
    alertHooks: z
      .array(AlertHookRule)
      .default([])
      .describe('Which alerts of machines are answered at once; all others open an incident for a person'),
    sinks: z.array(Sink).default([]),
    selfTest: z
      .strictObject({
        topicEndpoint: z.url().describe('Event Grid topic whose events are delivered as those of vaults are'),
      })
      .optional()
      .describe(
        'Where a synthetic event is sent every day, to see that events still come; by default the topic that the template makes',
      ),
  })
  .superRefine(({ classes, freezes, standby, scope }, context) => {
    const names = classes.map(({ name }) => name);
    for (const [n, name] of names.entries()) {
      if (names.indexOf(name) === n) continue;
      const message = `expected a name of its own, found "${name}" once more: freezes and pauses name classes`;
      context.addIssue({ code: 'custom', path: ['classes', n, 'name'], message });
    }
    for (const [list, entries] of Object.entries({ freezes, standby })) {
      for (const [n, entry] of entries.entries()) {
        const unknown = entry.classes?.find((name) => !names.includes(name));
        if (unknown === undefined) continue;
        const message = `expected the name of a class, found "${unknown}"`;
        context.addIssue({ code: 'custom', path: [list, n, 'classes'], message });
      }
    }
    for (const [n, { vault }] of standby.entries()) {
      if (scope.vaults.includes(vault)) continue;
      const message = `expected one of scope.vaults, since keys are to be made in it, found ${vault}`;
      context.addIssue({ code: 'custom', path: ['standby', n, 'vault'], message });
    }
  });
export type Policy = z.infer<typeof Policy>;
