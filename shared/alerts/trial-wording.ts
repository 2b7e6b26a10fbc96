import type { Finding } from '../rotations/finding';
import type { RotationRecord } from '../rotations/record';
import { counted, someOf, wording, type Wording } from './plain-words';

/** Something complained while the old versions were disabled on trial. Each trial that ends so is an alert of its own. */
export function retirementReopened(record: RotationRecord, reasons: readonly Finding[]): Wording {
  const { id, key, incidentId, retirement } = record;
  const { versions = record.retires, cleared: occasion } = retirement?.trial ?? {};
  const told = reasons.map(({ message, nextStep }) => `${message}. ${nextStep}.`);
  return wording(
    {
      kind: 'RetirementReopened',
      severity: 'critical',
      subject: key,
      rotationId: id,
      ...(occasion && { occasion }),
      ...(incidentId && { incidentId }),
    },
    `The old version of ${key} is enabled again, because somebody needs it: ${inShort(reasons)}`,
    [
      `Version ${versions.join(', ')} works again; what was refused meanwhile should be tried again by whoever asked.`,
      `Find out who needs it:${someOf(told, `GET /api/rotations/${id}`)}`,
      `Look that it is enabled: az keyvault key list-versions --id ${key}`,
    ],
  );
}

const inShort = ([first, ...others]: readonly Finding[]): string =>
  `${first?.message ?? 'the reason is not known'}${others.length > 0 ? ` (and ${counted(others.length, 'other reason')})` : ''}`;
