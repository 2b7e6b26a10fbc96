import { findingInWords } from '../dependents/blind-spots';
import type { Finding } from './finding';
import { holdFindings } from './hold-findings';
import { notReleased } from './hold-release';
import { logFindings, shadowFindings } from './log-findings';
import { proofFindings } from './proof-findings';
import type { RetirementFacts } from './retirement-facts';

/** A record's row holds about two thousand; nobody reads more than this. */
const mostReasons = 200;

/**
 * Why the old versions must stay enabled. Empty only when every known dependent is proven on the current version, nothing
 * unknown is left, the overlap is over and no backup needs them, but for what two people have released. Pure: the gate before
 * the only step that can strand data.
 */
export function reasonsToHold(facts: RetirementFacts): Finding[] {
  const found = [
    ...facts.plan.blockedBy.filter(({ code }) => code === 'out-of-scope'),
    ...stateFindings(facts),
    ...pauseFindings(facts),
    ...discoveryFindings(facts),
    ...proofFindings(facts),
    ...logFindings(facts),
    ...holdFindings(facts),
  ];
  const reasons = notReleased(found, facts.record.holdRelease);
  const more = reasons.length - mostReasons;
  if (more <= 0) return reasons;
  const rest = {
    code: 'more-reasons',
    message: `${more} more reasons`,
    nextStep: 'Look at the dependents of the rotation',
  };
  return [...reasons.slice(0, mostReasons), rest];
}

function stateFindings({ now, notBefore, record, otherRotationRuns, versions }: RetirementFacts): Finding[] {
  const findings: Finding[] = [];
  const wait = 'Rewrap looks again by itself';
  if (record.state !== 'proven')
    findings.push({
      code: 'rotation-not-proven',
      message: `The rotation is ${record.state}`,
      nextStep: 'Repair what is left behind; the sweep retries it',
    });
  if (now < notBefore)
    findings.push({
      code: 'overlap-not-over',
      message: `The overlap lasts until ${notBefore.toISOString()}`,
      nextStep: wait,
    });
  if (otherRotationRuns)
    findings.push({ code: 'rotation-under-way', message: 'Another rotation of the key is under way', nextStep: wait });
  const current = versions.at(-1);
  if (!current?.enabled)
    findings.push({
      code: 'current-version-disabled',
      message: 'The current version is not enabled',
      nextStep: 'Enable it, or rotate the key',
    });
  if (current && record.retires.includes(current.version)) {
    findings.push({
      code: 'version-in-use',
      message: `${current.version} is the current version`,
      nextStep: 'Rotate the key again before retiring it',
    });
  }
  return findings;
}

const pauseFindings = ({ paused }: RetirementFacts): Finding[] =>
  paused === undefined
    ? []
    : [
        {
          code: 'paused',
          message: `The key rests, ${paused}`,
          nextStep: 'End the pause: GET /api/pauses lists them',
        },
      ];

function discoveryFindings({ plan }: RetirementFacts): Finding[] {
  const { unknown, unreadable, total, shadowUsers, ownedElsewhere = [] } = plan.dependents;
  return [
    ...shadowFindings(shadowUsers),
    ...unknown.map(({ id, type }) => ({
      code: 'unknown-dependent',
      message: `${id} uses the key, and Rewrap has no adapter for ${type}`,
      nextStep: 'Move it to the new version by hand and disable the old version yourself',
    })),
    ...unreadable.map(({ scope, because }) => ({
      code: 'unreadable-scope',
      message: `${scope} could not be searched: ${because}`,
      nextStep: 'Give the identity of Rewrap the Reader role there',
    })),
    ...(total + ownedElsewhere.length === 0
      ? [
          {
            code: 'no-dependent-found',
            message: `Of what uses the key: ${findingInWords({ total, unreadable })}`,
            nextStep: 'If nothing uses it, disable the old version yourself',
          },
        ]
      : []),
  ];
}
