import type { Dependent, Discovery } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import { nextOpening } from '../policy/next-opening';
import { expiryOfSuccessor } from './expiry-of-successor';
import type { KeyFacts } from './key-facts';
import type { RotationPlan } from './plan';
import { planWaves } from './plan-waves';
import { preflight } from './preflight';
import { isEmergency, type Cause } from './request';

export interface PlanInput {
  readonly id: string;
  readonly cause: Cause;
  readonly facts: KeyFacts;
  readonly discovery: Discovery;
  readonly from: KeyVersion;
  /** Given when the version to move to is there already. */
  readonly to?: KeyVersion;
  readonly weaknesses: readonly string[];
}

/** What a rotation will do and why: a pure function, so that a dry run, the API and the rotation itself say the same. */
export function planRotation(input: PlanInput): { plan: RotationPlan; slices: Dependent[][] } {
  const { id, cause, facts, discovery, from, to } = input;
  const mode = to ? 're-wrap' : 'rotate';
  const rules = facts.class;
  const { waves, slices } = planWaves(discovery.dependents);
  const expiresOn = rules && mode === 'rotate' ? expiryOfSuccessor(from, rules, facts.native, facts.now) : undefined;
  const opening = rules && !isEmergency(cause) ? nextOpening(rules.windows, facts.now) : undefined;
  const overlap = isEmergency(cause) ? 'PT0S' : (rules?.overlap ?? 'P7D');
  const plan: RotationPlan = {
    id,
    key: facts.key,
    cause,
    mode,
    class: rules?.name ?? 'none',
    from: from.version,
    ...(to && { to: to.version }),
    ...(expiresOn && { expiresOn }),
    steps: stepsOf(input, overlap),
    waves,
    dependents: {
      total: discovery.dependents.length,
      byType: countByType(discovery.dependents),
      unknown: discovery.unknown,
      unreadable: discovery.unreadable,
    },
    ...preflight({ facts, discovery, mode, cause, weaknesses: input.weaknesses }),
    ...(opening && { notBefore: opening.toISOString() }),
    overlap,
  };
  return { plan, slices };
}

function stepsOf({ facts, discovery, from, to }: PlanInput, overlap: string): RotationPlan['steps'] {
  const count = discovery.dependents.length;
  return [
    ...(to
      ? [{ name: 'use version', because: `${to.version} is there already; nothing is created` }]
      : [{ name: 'create version', because: `the successor of ${from.version}, of the same type and strength` }]),
    { name: 'prove version', because: 'nothing may depend on a version that has not done its job once' },
    ...(facts.class?.backup === false
      ? []
      : [{ name: 'back up key', because: 'the backup must hold the version that all will be wrapped with' }]),
    { name: 're-wrap dependents', because: count === 0 ? 'no dependent was found' : `${count} found, canary first` },
    { name: 'verify', because: 'a write that succeeded is no proof' },
    { name: 'retire old version', because: `${overlap} after the last move, and only if nothing needs it any more` },
  ];
}

const countByType = (dependents: readonly Dependent[]): Record<string, number> =>
  dependents.reduce<Record<string, number>>((counts, { type }) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 }), {});
