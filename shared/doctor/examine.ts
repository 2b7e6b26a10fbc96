import { vaultKindOf } from '../azure/clouds';
import { messageOf } from '../errors';
import type { Check } from './check';
import type { Ailment, Diagnosis } from './diagnosis';
import type { Doors, Examination, Knock } from './doors';

const order = ['critical', 'warning', 'info'];

/** A check that cannot look is a finding itself: nobody shall take silence for health. */
const lookedBy = async ({ name, look }: Check, doors: Examination): Promise<Ailment[]> => {
  try {
    return (await look(doors)).map((found) => ({ check: name, ...found }));
  } catch (error) {
    return [
      {
        check: name,
        code: 'check-failed',
        subject: name,
        message: `The check "${name}" could not look: ${messageOf(error)}`,
        nextStep: 'Mend what it names; the log of the app tells more. Then ask again: npm run doctor',
        severity: 'warning',
      },
    ];
  }
};

const knockAt = async ({ askVault, now }: Doors, vault: string): Promise<Knock> => {
  try {
    const answer = await askVault({ vault, duty: 'rotate', method: 'GET', path: '/keys?maxresults=25' });
    return { vault, answer, at: now() };
  } catch (error) {
    return { vault, silent: messageOf(error) };
  }
};

const knocksOf = async (doors: Doors): Promise<Knock[]> => {
  const { scope } = await doors.policy();
  const ours = scope.vaults.filter((vault) => vaultKindOf(doors.cloud, vault));
  return Promise.all(ours.map((vault) => knockAt(doors, vault)));
};

/** Has every check look, side by side. Never rejects. */
export const examine = async (checks: readonly Check[], doors: Doors): Promise<Diagnosis> => {
  let knocks: Promise<Knock[]> | undefined;
  const examination: Examination = { ...doors, knocks: () => (knocks ??= knocksOf(doors)) };
  const found = await Promise.all(checks.map((check) => lookedBy(check, examination)));
  const findings = found.flat().toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return {
    asOf: doors.now().toISOString(),
    well: findings.every(({ severity }) => severity === 'info'),
    checks: checks.map(({ name }) => name),
    findings,
  };
};
