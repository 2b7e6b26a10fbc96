import { adviceFor } from '../dependents/advice/advice';
import type { Dependent } from '../dependents/dependent';
import { currentOf } from '../rotations/key-facts';
import { validity } from '../rotations/preflight';
import type { Judged } from './estate-finding';
import type { KeyView } from './key-view';

/**
 * Dependents on an old version although the last rotation is proven: somebody brought them back, as a deployment of
 * infrastructure code does that still names it, or made them so since. Nothing moves them by itself: the next deployment
 * would take it back.
 */
export function drift({ facts, astray }: KeyView): Judged[] {
  const current = currentOf(facts);
  if (!current || !astray) return [];
  const { key, versions, now } = facts;
  return astray.dependents.map((dependent): Judged => {
    const { id, version } = dependent;
    const wasThere = astray.moves.some((move) => move.dependent === id && move.to === current.version && isProof(move));
    const old = versions.find((each) => each.version === version);
    const flaws = old ? validity(old, now) : ['unknown to the vault'];
    const how = wasThere ? 'was proven on it and is back on' : 'came later and uses';
    const danger = flaws.length > 0 ? `, which is ${flaws.join(' and ')}` : '';
    return {
      code: 'drift',
      subject: id,
      message: `${key} is on version ${current.version}, but ${id} ${how} ${version}${danger}`,
      nextStep: mend(dependent, { key, to: current.version }),
      severity: flaws.length > 0 ? 'critical' : 'warning',
    };
  });
}

const isProof = ({ proof }: { proof: string }): boolean => proof !== 'unproven';

function mend({ id, type }: Dependent, at: Parameters<typeof adviceFor>[1]): string {
  const look = `See who wrote it: az monitor activity-log list --resource-id ${id}`;
  const advice = adviceFor({ id, type }, at);
  const move = 'Or have Rewrap move it once, without a new version: POST /api/rotations with toCurrent.';
  if (!advice) return `Point it at the current version again. ${look}\n${move}`;
  const terraform = advice.terraform.map(({ resource, argument, value }) => `${resource}: ${argument} = ${value}`);
  return [
    'Change the code that deploys it, and deploy.',
    ...(advice.follow ? [advice.follow] : []),
    `Bicep: ${advice.bicep}`,
    ...(terraform.length > 0 ? [`Terraform: ${terraform.join('; ')}`] : []),
    look,
    move,
  ].join('\n');
}
