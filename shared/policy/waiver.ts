import { DateTime } from 'luxon';
import * as z from 'zod';
import type { KeyUrl } from '../keys/key-url';
import { KeyMatch, mismatches, type Tags } from './key-match';

/** What a waiver may be about: the codes of the findings that it silences; `rotation` keeps routine rotations away. */
export const WaivableRule = z.enum([
  'rotation',
  'no-expiry',
  'protection-level',
  'purge-protection-off',
  'native-policy-differs',
  'many-versions',
  'recoverability-not-proven',
  'rbac-off',
  'event-subscription-missing',
  'shared-vault',
]);
export type WaivableRule = z.infer<typeof WaivableRule>;

/** Somebody's decision that a rule need not hold for some keys for some time. It ends by itself, and people are told. */
export const Waiver = z.strictObject({
  rule: WaivableRule,
  match: KeyMatch,
  reason: z.string().min(1),
  owner: z.string().min(1).describe('Who answers for it: a person or a team'),
  until: z.iso.date({ error: 'expected a date, such as 2027-03-31' }).describe('Last day, in UTC'),
});
export type Waiver = z.infer<typeof Waiver>;

/** Whether its last day is over. */
export const hasLapsed = ({ until }: Pick<Waiver, 'until'>, now: Date): boolean =>
  DateTime.fromISO(until, { zone: 'utc' }).endOf('day') < DateTime.fromJSDate(now);

/** The waivers for a key, lapsed ones among them. */
export const waiversFor = (waivers: readonly Waiver[], key: KeyUrl, tags: Tags): readonly Waiver[] =>
  waivers.filter(({ match }) => mismatches(match, key, tags).length === 0);
