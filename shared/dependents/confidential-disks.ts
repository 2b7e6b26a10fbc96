import * as z from 'zod';
import { ArmConflict, ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import type { Arm } from '../azure/arm';
import { messageOf } from '../errors';
import { versionUrl } from '../keys/key-url';
import { byHand, type CodedDependent, type Journey, type Outcome } from './coded-dependent';
import { diskEncryptionSet } from './disk-encryption-set';
import { inBatches } from './in-batches';

/** Microsoft.Compute, as of npm @azure/arm-compute 24.1. */
const machineVersion = '2026-03-01';

/** More names than this help nobody. */
const mostNamed = 20;

const Machine = z.object({ id: z.string().toLowerCase(), type: z.string().toLowerCase() });
const View = z.object({ statuses: z.array(z.object({ code: z.string() })).nullish() });

const machinesType = 'microsoft.compute/virtualmachines';
const scaleSetsType = 'microsoft.compute/virtualmachinescalesets';

/** Every virtual machine that names the set, in whatever property. A set and its machines share subscription and region. */
const usersOf = (set: string): string =>
  [
    'resources',
    `| where type in~ ('${machinesType}', '${scaleSetsType}')`,
    '| extend text = tolower(tostring(properties))',
    `| where text contains '"${set}"'`,
    '| project id, type',
    '| order by id asc',
  ].join('\n');

/** What must be deallocated before the set is changed, and what nobody can tell about. */
interface Company {
  readonly all: readonly string[];
  readonly running: readonly string[];
  readonly untold: readonly string[];
}

const isLasting = (error: unknown): boolean =>
  [ArmRefused, ArmRejected, ArmConflict].some((kind) => error instanceof kind);

/** Anything but deallocated runs, for our purpose: that "stopped" is not enough is unverified, and on the safe side. */
const stateOf = async (arm: Arm, id: string): Promise<'running' | 'deallocated' | 'untold' | 'gone'> => {
  try {
    const { statuses } = await arm.get(`${id}/instanceView`, machineVersion, View);
    const power = statuses?.find(({ code }) => code.toLowerCase().startsWith('powerstate/'))?.code.toLowerCase();
    if (!power) return 'untold';
    return power === 'powerstate/deallocated' ? 'deallocated' : 'running';
  } catch (error) {
    if (error instanceof ArmNotFound) return 'gone';
    if (isLasting(error)) return 'untold';
    throw error;
  }
};

const companyOf = async (arm: Arm, set: string): Promise<Company> => {
  const found = await arm.resourceGraph(usersOf(set), [set.split('/')[2] ?? ''], Machine);
  const machines = found.filter(({ type }) => type === machinesType).map(({ id }) => id);
  const states = await inBatches(machines, 10, (id) => stateOf(arm, id));
  const those = (state: string) => machines.filter((_, at) => states[at] === state);
  const scaleSets = found.filter(({ type }) => type === scaleSetsType).map(({ id }) => id);
  return {
    all: machines.filter((_, at) => states[at] !== 'gone'),
    running: those('running'),
    untold: [...those('untold'), ...scaleSets],
  };
};

const named = (ids: readonly string[]): string => {
  const more = ids.length - mostNamed;
  return ids.slice(0, mostNamed).join(' ') + (more > 0 ? ` (and ${more} more)` : '');
};

const why = ({ running, untold }: Company): string => {
  if (running.length > 0) return `Confidential VMs that use this set run: while one does, none gets the new key.`;
  if (untold.length > 0) return 'Whether all confidential VMs that use this set are deallocated could not be seen.';
  return 'Confidential VMs use this set, so Rewrap never changes it. None of those that could be seen runs.';
};

/** The steps that are left, in order. */
const stepsFor = (set: string, { all, running, untold }: Company, { key, to, toKey = key }: Journey): string[] => [
  ...(running.length > 0
    ? [`In a maintenance window, deallocate what runs: az vm deallocate --ids ${named(running)}`]
    : []),
  ...(untold.length > 0 ? [`See that these are deallocated: ${named(untold)}`] : []),
  'Ephemeral OS disks cannot be rotated: delete confidential VMs that have one and use this set, or give them a set of their own.',
  `Point the set at the version: az disk-encryption-set update --ids ${set} --key-url ${versionUrl(toKey, to)}`,
  'Wait until it shows no previous keys. If it still names the old version, repeat that command.',
  ...(all.length > 0 ? [`Start the VMs: az vm start --ids ${named(all)}`] : []),
  'Start this rotation again to have it verified.',
];

const blind: Company = { all: [], running: [], untold: ['all confidential VMs that use the set'] };

const guidance = async (arm: Arm, set: string, journey: Journey): Promise<Outcome> => {
  const company = await companyOf(arm, set).catch((error: unknown) => {
    if (isLasting(error)) return { ...blind, untold: [`${blind.untold.join()} (${messageOf(error)})`] };
    throw error;
  });
  return byHand(why(company), stepsFor(set, company, journey));
};

/**
 * Disk encryption sets for confidential VMs: rotation is supported, automation is not. The engine sees where a set stands and
 * verifies afterwards; wherever it asks for a person, that person learns which VMs run and what to do. Sets of other kinds
 * are the engine's alone. Source: azure-docs, confidential-computing/key-rotation-offline (2022).
 */
export const confidentialDisks: CodedDependent = {
  type: diskEncryptionSet.type,
  told: {
    moving: '`PATCH`; for confidential VMs by a person, who is told which VMs run and what to do in which order',
    proving: 'reading back the version that it names, once it has no previous keys',
  },
  rights: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/instanceView/read'],
  async advance(dependent, journey, go, { arm }) {
    const move = await go(journey);
    if (move.state !== 'needs-person') return move;
    return { ...move, ...(await guidance(arm, dependent.id, journey)) };
  },
};
