import { Duration } from 'luxon';
import { armTypes } from '../../shared/dependents';
import { codedTypes } from '../../shared/dependents/coded-dependents';
import type { ArmDependent, Reference } from '../../shared/dependents/arm-dependent';
import { storeKinds } from '../../shared/dependents/wrapped-keys';
import { code, page, table } from './markdown';

const pathOf = ({ where, each }: Reference): string => {
  const path = where.style === 'uri' ? where.path : where.keyName;
  return code(each === undefined ? path : `${each}[].${path}`);
};

const followingOf = ({ references }: ArmDependent): string => {
  const follower = references.find((reference) => reference.follows);
  const follows = follower?.follows;
  if (!follows) return 'never by itself';
  const when = follows.flag === undefined ? 'without a version in the reference' : `with ${code(follows.flag)}`;
  const nudge = follows.nudge ? '; in an emergency it is written, so that it moves at once' : '';
  const silent = follows.silent ?? (follower.inUse ?? follows.inUse ?? follows.flag) === undefined;
  const proof = silent ? '; it shows no version then, so that it has moved is only assumed' : '';
  return `${when}, within ${Duration.fromObject(follows.within).toHuman()}${nudge}${proof}`;
};

const movingOf = ({ writes, byHand }: ArmDependent): string => {
  const calls = writes.map(({ method, at }) => code(`${method}${at === undefined ? '' : ` …/${at}`}`)).join(', then ');
  const always = byHand && !byHand.when;
  if (always || writes.length === 0) return always ? 'by a person' : 'never written';
  return byHand?.when ? `${calls}; by a person where ${code(byHand.when.path)} is ${code(byHand.when.is)}` : calls;
};

const keepingOf = ({ keepsOldVersionFor }: ArmDependent): string =>
  keepsOldVersionFor.map(({ what }) => what).join('; ') || 'nothing';

const rows = armTypes.map((adapter) => [
  `${code(adapter.type)} ${adapter.apiVersion}`,
  adapter.references.map(pathOf).join(', '),
  movingOf(adapter),
  followingOf(adapter),
  keepingOf(adapter),
]);

const rightsOf = (type: string, own: readonly string[]): readonly string[] => [
  ...own,
  ...codedTypes.filter((coded) => coded.type === type).flatMap(({ rights }) => rights),
];

const applicationData = storeKinds.map(({ told }) => [told.what, told.where, told.how, 'never by itself', 'nothing']);

/** Every kind of dependent, and the rights that the adapters declare. */
export const dependentsPage = (): string =>
  page(
    'Dependents',
    'What Rewrap finds, moves and proves. The times are those documented or presumed; `GET /api/dependents/lags` tells the measured ones. Anything else that names the key is reported as unknown and holds retirement.',
    table(
      ['Type', 'Where it names the key', 'How a pinned one is moved', 'How it follows', 'Needs the old version for'],
      [...rows, ...applicationData],
    ),
    '## Rights that the adapters declare',
    table(
      ['Type', 'Actions'],
      armTypes.map(({ type, rights }) => [code(type), rightsOf(type, rights).map(code).join(', ')]),
    ),
  );
