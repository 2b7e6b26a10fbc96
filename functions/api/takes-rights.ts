import { NobodyTakesRights } from '../../shared/incidents/incident-errors';
import { answerIn, type StartEmergency } from './emergency-body';
import type { Site } from './endpoint';

/**
 * Whether the incident is to take backup rights from people. A policy that wants it holds nothing up where no identity may.
 * @throws {NobodyTakesRights} when the caller asks for it
 */
export async function takesRights(body: StartEmergency, { world: { policy, rightsTaker } }: Site): Promise<boolean> {
  if (body.takeBackupRights !== undefined) {
    if (body.takeBackupRights && !rightsTaker) throw new NobodyTakesRights();
    return body.takeBackupRights;
  }
  const { takeBackupRights } = await policy();
  return rightsTaker !== undefined && takeBackupRights === 'clean-vault' && answerIn(body).mode === 'clean-vault';
}
