import type { Power } from '../access/reach';
import type { DepartureRules } from '../policy/departure-rules';
import type { CaseObject, Verdict } from './case';
import type { Standing } from './changes';
import { inOrder, nothing, type PowersOver } from './powers-over';

/** Signals that have settled, and what is known. */
export interface Settled extends Standing {
  /** Somebody said that the principal is leaving: then it counts as gone, whatever it still has. */
  readonly told: boolean;
  readonly rules: DepartureRules;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly objects: readonly CaseObject[];
}

/** The worst first. */
const byHarm: readonly Power[] = ['export', 'use', 'manage', 'grant'];

const harms: Readonly<Record<Power, string>> = {
  export: 'it could be carried away, and a new version does not help against that',
  use: 'it could be used',
  manage: 'it could be changed, or replaced by material that is known elsewhere',
  grant: 'access to it could be had for the taking; the audit log tells whether it was',
};

const nothingLost = 'nothing was lost';

type Answer = Pick<CaseObject, 'response' | 'because' | 'outsideWindows'>;

const responseTo = (lost: readonly Power[], { kind, ofCertificate }: PowersOver, rules: DepartureRules): Answer => {
  const worst = byHarm.find((power) => lost.includes(power));
  if (worst === undefined) return { response: 'none', because: nothingLost };
  if (kind === 'vault') return { response: 'none', because: 'what is in the vault is listed by itself' };
  const because = harms[worst];
  if (ofCertificate)
    return { response: 'propose', because: `${because}; renew the certificate, since those are not rotated here` };
  const answer = rules[worst];
  if (answer === 'now') return { response: 'new-version', because, outsideWindows: true };
  return { response: answer === 'next-window' ? 'new-version' : answer, because };
};

const objectsOf = ({ before, after, told, rules }: Settled): CaseObject[] => {
  const stays = told ? nothing : after;
  return [...before].map(([id, over]) => {
    const left = stays.get(id)?.powers;
    const lost = [...over.powers].filter((power) => !left?.has(power));
    const powers = { before: inOrder(over.powers), after: inOrder(after.get(id)?.powers ?? []) };
    return { id, kind: over.kind, ...powers, ...responseTo(lost, over, rules) };
  });
};

const gainsOf = ({ before, after }: Standing): CaseObject[] =>
  [...after].flatMap(([id, { kind, powers }]): CaseObject[] => {
    const earlier = before.get(id)?.powers;
    if ([...powers].every((power) => earlier?.has(power))) return [];
    const because = 'it is more than before';
    return [{ id, kind, before: inOrder(earlier ?? []), after: inOrder(powers), response: 'none', because }];
  });

/**
 * What follows from what somebody could reach and cannot any more. That a just-in-time activation ends takes nothing away while
 * the right to activate stays; a redeployed assignment gives what it gave; what is gained is only written down.
 */
export const judgeCase = (settled: Settled): Judgement => {
  const { who, rules, told } = settled;
  const objects = objectsOf(settled);
  const changed = objects.filter(({ because }) => because !== nothingLost);
  const gains = gainsOf(settled);
  if (changed.length === 0 && told) return { verdict: 'departure', objects: [] };
  if (changed.length === 0) return { verdict: gains.length > 0 ? 'gained' : 'restored', objects: gains };
  if (told || who.kind !== 'managed-identity' || rules.managedIdentities === 'respond')
    return { verdict: 'departure', objects: changed };
  const because = 'the policy only records what managed identities lose';
  return { verdict: 'recorded', objects: changed.map((each) => ({ ...each, response: 'none', because })) };
};
