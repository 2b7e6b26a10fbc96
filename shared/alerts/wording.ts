import type { Move } from '../dependents/dependent';
import type { Finding } from '../rotations/finding';
import type { RotationPlan } from '../rotations/plan';
import type { RotationRecord } from '../rotations/record';
import type { Alert } from './alert';

type Wording = Omit<Alert, 'id' | 'at'>;
const about = ({ id, key, incidentId }: RotationRecord) => ({ subject: key, rotationId: id, ...(incidentId && { incidentId }) });

export function rotationEnded(record: RotationRecord, moves: readonly Move[], plan: RotationPlan | undefined): Wording {
  void plan;
  const left = moves.filter(({ proof }) => proof === 'unproven').map(({ dependent }) => dependent);
  const kinds = { proven: 'RotationProven', partial: 'RotationPartial', parked: 'RotationParked', failed: 'RotationFailed' } as const;
  const kind = kinds[record.state as keyof typeof kinds] ?? 'RotationFailed';
  return { ...about(record), kind, severity: kind === 'RotationProven' ? 'info' : 'critical', summary: `${record.state}`, whatToDo: `Look at ${left.join()}` };
}
export const backupFailed = (record: RotationRecord, because: string): Wording => ({ ...about(record), kind: 'NeedsPerson', severity: 'critical', summary: because, whatToDo: 'x' });
export const retirementHeld = (record: RotationRecord, reasons: readonly Finding[]): Wording => ({ ...about(record), kind: 'RetirementHeld', severity: 'warning', summary: reasons[0]?.message ?? '', whatToDo: 'x' });
export const retirementDone = (record: RotationRecord): Wording => ({ ...about(record), kind: 'RetirementDone', severity: 'info', summary: 'x', whatToDo: 'x' });
export const keyInTrouble = (key: string, because: string): Wording => ({ subject: key, kind: 'NeedsPerson', severity: 'critical', summary: because, whatToDo: 'x' });
export const vaultInTrouble = (vault: string, because: string): Wording => ({ subject: vault, kind: 'NeedsPerson', severity: 'critical', summary: because, whatToDo: 'x' });
