import type { MayUse } from '../access/may-use';
import type { Dependent } from '../dependents/dependent';
import { grantInWords } from '../incidents/grant-in-words';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import type { Finding } from './finding';

/** As many dependents get a finding of their own; the rest is counted. */
const mostNamed = 50;

const missing = 'standby-access-missing';

/** Whether a finding says that something will not move before somebody gives its identity rights. */
export const lacksStandbyAccess = ({ code }: Finding): boolean => code === missing;

/**
 * Whose identity has no right in the clean vault, one by one, and of whom that could not be seen. Whoever is in a hurry does not
 * ask; then nothing was seen.
 */
export function standbyFindings(
  toKey: KeyUrl | undefined,
  dependents: readonly Dependent[],
  may: MayUse = () => undefined,
): Finding[] {
  return toKey ? accessFindings(vaultOf(toKey), seenTo(dependents, may)) : [];
}

/** A dependent, and whether it may use keys of the clean vault; undefined where that could not be seen. */
export interface Seen {
  readonly dependent: Dependent;
  readonly may: boolean | undefined;
}

/** Whether each dependent may do what is asked. */
export const seenTo = (dependents: readonly Dependent[], may: MayUse): Seen[] =>
  dependents.map((dependent) => ({ dependent, may: allOf((dependent.identities ?? []).map(may)) }));

/** The same of the dependents of any number of keys. */
export function accessFindings(vault: string, seen: readonly Seen[]): Finding[] {
  const of = (wanted: boolean | undefined) =>
    seen
      .filter(({ may }) => may === wanted)
      .map(({ dependent }) => dependent)
      .toSorted((a, b) => a.id.localeCompare(b.id));
  return [...lacking(of(false), vault), ...unseen(of(undefined), vault)];
}

/** One identity that may is enough: which of several a service uses is its own matter. */
function allOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.length === 0 || answers.includes(undefined) ? undefined : false;
}

function lacking(dependents: readonly Dependent[], vault: string): Finding[] {
  const place = new URL(vault).host;
  const named = dependents.slice(0, mostNamed).map((dependent) => ({
    code: missing,
    message: `${inWords(dependent)} may not wrap and unwrap in ${place}: it does not move, and the old key stays enabled`,
    nextStep: grantInWords(vault, dependent.identities?.[0] ?? 'PRINCIPAL-ID'),
  }));
  const more = dependents.length - named.length;
  if (more <= 0) return named;
  const rest = {
    code: missing,
    message: `${more} more may not wrap and unwrap in ${place}`,
    nextStep: 'The same for each',
  };
  return [...named, rest];
}

const mostUnseen = 10;

function unseen(dependents: readonly Dependent[], vault: string): Finding[] {
  if (dependents.length === 0) return [];
  const named = dependents.slice(0, mostUnseen).map(inWords);
  const more = dependents.length > mostUnseen ? `, and ${dependents.length - mostUnseen} more` : '';
  return [
    {
      code: 'standby-access-unseen',
      message: `Whether these may wrap and unwrap in ${new URL(vault).host} could not be seen: ${named.join(', ')}${more}`,
      nextStep:
        'Give each identity there what it has for the old key (get, wrapKey, unwrapKey). What lacks it does not move; the old key stays enabled',
    },
  ];
}

const inWords = ({ id, identities = [] }: Dependent): string =>
  identities.length > 0 ? `${id} (identity ${identities.join(' or ')})` : id;
