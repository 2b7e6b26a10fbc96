import { figure, type Figure } from './figure';
import { rotateWith, type Phase, type Rotation } from './rotation';

/** Dependents of the key in a small fleet and in a large one. */
const few = 500;
const many = 5_000;

/** The most that the engine is to carry in one piece, in characters. */
const largestAllowed = 65_536;

/** Rotates a key with few dependents and one with many, as often as asked. */
export async function measureDependents(rounds: number): Promise<readonly Figure[]> {
  const small: Rotation[] = [];
  const large: Rotation[] = [];
  for (let round = 0; round < rounds; round += 1) {
    small.push(await rotateWith(few));
    large.push(await rotateWith(many));
  }
  const all = [...small, ...large];
  const phases = all.flatMap(({ rotation, retirement }) => [rotation, retirement]);
  const moves = large.map(({ rotation }) => rotation);
  const most = (values: readonly number[]) => [Math.max(...values)];
  const of = (count: string) => `${count}, per dependent of ${many}`;
  return [
    ...comparison('rotation', { small: small.map(rotationOf), large: moves }),
    ...comparison('retirement', { small: small.map(retirementOf), large: large.map(retirementOf) }),
    figure(
      of('activities of a rotation'),
      '',
      moves.map(({ activities }) => activities / many),
    ),
    figure(
      of('history events of a rotation'),
      '',
      moves.map(({ historyEvents }) => historyEvents / many),
    ),
    figure(
      'largest payload of the engine',
      'characters',
      most(phases.map(({ largestPayload }) => largestPayload)),
      largestAllowed,
    ),
    figure('moves put off by throttling', '', most(phases.map(({ pending }) => pending))),
    figure('dependents not proven', '', most(all.map(({ rotation }) => rotation.unproven)), 0),
    figure('resources without their key', '', most(all.map(({ stranded }) => stranded)), 0),
  ];
}

const rotationOf = ({ rotation }: Rotation): Phase => rotation;
const retirementOf = ({ retirement }: Rotation): Phase => retirement;
const timeOf = ({ each }: Phase): number => each;

interface Compared {
  readonly small: readonly Phase[];
  readonly large: readonly Phase[];
}

function comparison(what: string, { small, large }: Compared): readonly Figure[] {
  const ratios = large.map(({ each }, round) => each / (small[round]?.each ?? NaN));
  return [
    figure(`${what}, per dependent of ${few}`, 'ms', small.map(timeOf)),
    figure(`${what}, per dependent of ${many}`, 'ms', large.map(timeOf)),
    figure(`${what}, ${many} to ${few}`, 'x', ratios, 1.5),
  ];
}
