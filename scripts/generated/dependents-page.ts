import { Duration } from 'luxon';
import { armTypes } from '../../shared/dependents';
import { codedTypes } from '../../shared/dependents/coded-dependents';
import { searchTold, searchTypes } from '../../shared/dependents/search/search-dependents';
import type { ArmDependent, Reference } from '../../shared/dependents/arm-dependent';
import { storeKinds } from '../../shared/dependents/wrapped-keys';
import { terraformOf } from '../../shared/dependents/advice/terraform';
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
  const proof = silent
    ? '; it shows no version then, so that it has moved is only assumed, unless the audit log proves it'
    : '';
  return `${when}, within ${Duration.fromObject(follows.within).toHuman()}${nudge}${proof}`;
};

const toldOf = (type: string) => codedTypes.find((coded) => coded.type === type)?.told;

const movingOf = ({ type, writes, byHand }: ArmDependent): string => {
  const told = toldOf(type);
  if (told) return told.moving;
  const calls = writes.map(({ method, at }) => code(`${method}${at === undefined ? '' : ` …/${at}`}`)).join(', then ');
  const always = byHand && !byHand.when;
  if (always || writes.length === 0) return always ? 'by a person' : 'never written';
  return byHand?.when ? `${calls}; by a person where ${code(byHand.when.path)} is ${code(byHand.when.is)}` : calls;
};

const keepingOf = ({ keepsOldVersionFor }: ArmDependent): string =>
  keepsOldVersionFor.map(({ what }) => what).join('; ') || 'nothing';

const isByHand = ({ byHand, writes }: ArmDependent): boolean =>
  writes.length === 0 || (byHand !== undefined && !byHand.when);

const provingOf = ({ type, references }: ArmDependent): string => {
  const told = toldOf(type)?.proving;
  if (told) return told;
  const shown = references.flatMap(({ inUse, each = '' }) => (inUse ? code(each + inUse) : []));
  if (shown.length > 0) return `reading back ${shown.join(', ')}`;
  if (references.every(({ where }) => where.style === 'split' && !where.keyVersion))
    return 'nothing that it shows; the audit log';
  const silent = references.some(({ follows }) => follows && (follows.silent ?? follows.flag === undefined));
  return `reading back the version that it names${silent ? '; one that names none is only assumed, unless the audit log proves it' : ''}`;
};

const lagOf = ({ references }: ArmDependent): string =>
  [
    ...new Set(references.flatMap(({ follows }) => (follows ? Duration.fromObject(follows.within).toHuman() : []))),
  ].join(', ') || 'none';

const otherKeyOf = (adapter: ArmDependent): string => {
  if (isByHand(adapter)) return 'by a person';
  const { keepsTo } = adapter;
  if (!keepsTo) return 'yes';
  const when = keepsTo.when ? ` where ${code(keepsTo.when.path)} is ${code(keepsTo.when.is)}` : '';
  return keepsTo.what === 'its key' ? `no${when}` : `of its own vault only${when}`;
};

const undoOf = (adapter: ArmDependent): string => {
  if (isByHand(adapter)) return 'by a person';
  const refuses = Object.values(adapter.codes ?? {}).includes('stay');
  if (refuses) return 'the service may refuse older versions; it then stays as it is';
  const follows = adapter.references.some((reference) => reference.follows);
  return follows ? 'pinned ones by a write; those that follow by a person' : 'by a write';
};

const nudgeOf = ({ references }: ArmDependent): string => {
  const nudged = references.find(({ follows }) => follows?.nudge)?.follows;
  if (!nudged) return references.some(({ follows }) => follows) ? 'none known' : 'not needed';
  return nudged.flag === undefined ? 'pinned, then released' : 'written once';
};

const armAbilities = armTypes.map((adapter) => [
  code(adapter.type),
  provingOf(adapter),
  adapter.probe ? `${code(adapter.probe.path)} is ${code(adapter.probe.is)}` : 'none',
  lagOf(adapter),
  nudgeOf(adapter),
  toldOf(adapter.type)?.otherKey ?? otherKeyOf(adapter),
  adapter.managedHsm,
  toldOf(adapter.type)?.undo ?? undoOf(adapter),
]);

const searchAbilities = [
  searchTold.what,
  searchTold.proving,
  'none',
  '1 day',
  'none known',
  'yes',
  'yes',
  'pinned ones by a write; those that follow by a person',
];

const unverified = armTypes.flatMap(({ type, unverified: facts = [] }) =>
  facts.length > 0 ? [[code(type), facts.join('; ')]] : [],
);

const searchRow = [searchTold.what, searchTold.where, searchTold.moving, searchTold.following, 'nothing'];

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
  ...armTypes.filter((adapter) => adapter.type === type).flatMap(({ backups }) => backups?.rights ?? []),
];

const applicationData = storeKinds.map(({ told }) => [told.what, told.where, told.how, 'never by itself', 'nothing']);

/** Every kind of dependent, and the rights that the adapters declare. */
export const dependentsPage = (): string =>
  page(
    'Dependents',
    'What Rewrap finds, moves and proves. The times are those documented or presumed; `GET /api/dependents/lags` tells the measured ones. Anything else that names the key is reported as unknown and holds retirement.',
    table(
      ['Type', 'Where it names the key', 'How a pinned one is moved', 'How it follows', 'Needs the old version for'],
      [...rows, searchRow, ...applicationData],
    ),
    '## How a move is proven, and what else can be done',
    'Lags are those that Azure documents, or the longest that it documents for any service. A reference keeps its kind ' +
      'when it turns to another key: pinned stays pinned. A probe only reads.',
    table(
      ['Type', 'Proven by', 'Probe', 'Documented lag', 'Nudge', 'Another key', 'Managed HSM', 'Undo'],
      [...armAbilities, searchAbilities],
    ),
    '## What is unverified',
    'No source confirmed it, so the code is made to bear either answer.',
    table(['Type', 'Unverified'], [...unverified, [searchTold.what, searchTold.unverified.join('; ')]]),
    '## In infrastructure code',
    'A pinned dependent whose code names the version too goes back to the old one with its next deployment. A plan and a record tell the change for each (`advice`). Names of Terraform are those of azurerm 4.55.0.',
    table(
      ['Type', 'Bicep', 'Terraform'],
      armTypes.map((adapter) => [
        code(adapter.type),
        adapter.references.map(pathOf).join(', '),
        terraformOf(adapter.type)
          .map(({ resource, argument }) => code(`${resource}: ${argument}`))
          .join(', ') || 'not looked up',
      ]),
    ),
    '## Rights that the adapters declare',
    table(
      ['Type', 'Actions'],
      [...armTypes, ...searchTypes].map(({ type, rights }) => [
        code(type),
        rightsOf(type, rights).map(code).join(', '),
      ]),
    ),
  );
