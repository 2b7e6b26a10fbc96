import { Duration } from 'luxon';
import { armTypes } from '../../../../shared/dependents';
import type { ArmCase } from '../arm-case';
import { armCases } from '../arm-cases';
import type { Subject } from './subject';
import { armStage } from './stage';
import { confidentialDisks, formerKubernetes, synapse } from './subjects-coded';
import { searchSubjects } from './subjects-search';

/** SQL takes no older version as protector. */
const takesNoOlder = /^Microsoft\.Sql\/(servers|managedInstances)$/;

const lagOf = (type: string): number => {
  const references = armTypes.find((each) => each.type === type)?.references ?? [];
  const lags = references.map(({ follows }) => Duration.fromObject(follows?.within ?? {}).as('seconds'));
  return Math.max(...lags);
};

/** A case of a type of Azure Resource Manager, in each of its ways. */
const waysOf = ({ type, id, pinned, following, byHand, silent, untold, writes, nudges }: ArmCase): Subject[] => {
  const last = writes.at(-1);
  const each = {
    type,
    id,
    lastWrite: { method: last?.method === 'PUT' ? 'PUT' : 'PATCH', path: last?.path ?? id },
    ...(untold && { untold }),
    ...(takesNoOlder.test(type) && { staysForward: 'refused' as const }),
  } as const;
  const stage = (seeds: ArmCase['pinned'] = []) => armStage(type, id, seeds);
  const follows = { nudges, writes: [], lagSeconds: lagOf(type), ...(silent && { silent }) };
  return [
    ...(pinned
      ? [{ ...each, what: 'pinned', mode: 'pinned', stage: stage(pinned), writes, nudges: writes } as const]
      : []),
    ...(following
      ? [{ ...each, ...follows, what: 'following', mode: 'following', stage: stage(following) } as const]
      : []),
    ...(byHand
      ? [{ ...each, what: 'by hand', mode: 'by-hand', stage: stage(byHand), writes: [], nudges: [] } as const]
      : []),
  ];
};

/** Every adapter that there is, in every way: a new one is covered by its case. */
export const subjects: readonly Subject[] = [
  ...armCases.flatMap(waysOf),
  formerKubernetes,
  confidentialDisks,
  synapse,
  ...searchSubjects,
];
