import type { MayUse } from '../access/may-use';
import type { Dependent } from '../dependents/dependent';
import { hostOf, type KeyUrl } from '../keys/key-url';
import type { Finding } from './finding';

const mostNamed = 10;

const nextStep =
  'Give each identity there what it has for the old key (get, wrapKey, unwrapKey). What lacks it does not move; the old key stays enabled';

/**
 * Whose identity has no right in the clean vault, and of whom that could not be seen, by name. Whoever is in a hurry does not ask;
 * then nothing was seen.
 */
export function standbyFindings(
  toKey: KeyUrl | undefined,
  dependents: readonly Dependent[],
  may: MayUse = () => undefined,
): Finding[] {
  if (!toKey) return [];
  const judged = dependents.map((dependent) => ({ dependent, may: allOf((dependent.identities ?? []).map(may)) }));
  const of = (wanted: boolean | undefined) =>
    judged.filter((each) => each.may === wanted).map((each) => each.dependent);
  const place = hostOf(toKey);
  return [
    ...told('standby-access-missing', `These may not wrap and unwrap in ${place}`, of(false)),
    ...told('standby-access-unseen', `Whether these may wrap and unwrap in ${place} could not be seen`, of(undefined)),
  ];
}

/** One identity that may is enough: which of several a service uses is its own matter. */
function allOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.length === 0 || answers.includes(undefined) ? undefined : false;
}

function told(code: string, what: string, dependents: readonly Dependent[]): Finding[] {
  if (dependents.length === 0) return [];
  const named = dependents.slice(0, mostNamed).map(inWords);
  const more = dependents.length > mostNamed ? `, and ${dependents.length - mostNamed} more` : '';
  return [{ code, message: `${what}: ${named.join(', ')}${more}`, nextStep }];
}

const inWords = ({ id, identities = [] }: Dependent): string =>
  identities.length > 0 ? `${id} (identity ${identities.join(' or ')})` : id;
