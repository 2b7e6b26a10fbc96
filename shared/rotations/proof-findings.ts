import type { Move, OwnedDependent } from '../dependents/dependent';
import type { Finding } from './finding';
import type { RetirementFacts } from './retirement-facts';

type Rules = NonNullable<RetirementFacts['rules']>;

/** Every kind is enough; what is only assumed is not. */
const withoutClass: Rules = { proofs: ['read-back', 'unwrapped', 'log'] };

/** Dependents that are not proven off the old version as the class of the key wants it. */
export function proofFindings(facts: RetirementFacts): Finding[] {
  const { plan, dependents, moves, verified, rules = withoutClass } = facts;
  const proofs = new Map(moves.map((move) => [move.dependent, move]));
  const owned = new Map(plan.dependents.ownedElsewhere?.map((each) => [each.id, each]));
  const findings = dependents.flatMap(({ id }): Finding[] => {
    const move = proofs.get(id);
    if (move && move.proof !== 'unproven') return lacking(id, move, rules);
    return [unprovenFinding(id, move?.because ?? 'it was not looked at', owned.get(id))];
  });
  if (!verified && findings.length === 0)
    return [
      {
        code: 'verification-incomplete',
        message: 'Not every dependent could be looked at',
        nextStep: 'Rewrap looks again by itself',
      },
    ];
  return findings;
}

/** What is missing of the proof that one dependent has moved. */
function lacking(id: string, { proof, because }: Move, { proofs, acceptAssumed }: Rules): Finding[] {
  if (proof === 'assumed') {
    const finding = {
      code: 'only-assumed',
      about: id,
      message: `That ${id} moved is only assumed: ${because ?? 'it shows no version'}`,
      nextStep: 'Have the audit log prove it, or accept it in words: acceptAssumed in policy.yaml',
    };
    return acceptAssumed ? [] : [finding];
  }
  if (proofs.some((kind) => kind === proof)) return [];
  return [
    {
      code: 'proof-not-enough',
      about: id,
      message: `${id} is proven by ${proof}, and the class of the key asks for ${proofs.join(' or ')}`,
      nextStep: 'Have it proven so, or add the kind to proofs in policy.yaml',
    },
  ];
}

const unprovenFinding = (id: string, because: string, owned: OwnedDependent | undefined): Finding =>
  owned
    ? {
        code: 'owner-must-move',
        message: `${id} is not proven on the current version, and only ${owned.owner} may change it: ${because}`,
        nextStep: `${owned.ask}; Rewrap looks again by itself`,
      }
    : {
        code: 'not-proven',
        message: `${id} is not proven on the current version: ${because}`,
        nextStep: 'Move it; the sweep retries it',
      };
