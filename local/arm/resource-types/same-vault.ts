import { ArmError } from '../arm-error';
import { referencesOf } from '../key-reference';
import type { ArmResource, ResourceType } from '../resource-type';

/** For kinds that may take another key of the vault they have, but no other vault. @throws {ArmError} */
export function mustKeepVault(type: ResourceType, before: ArmResource | undefined, next: ArmResource): void {
  const [from] = before ? referencesOf(type, before) : [];
  const [to] = referencesOf(type, next);
  if (!from || !to || from.host === to.host) return;
  throw new ArmError(400, 'InvalidEncryptionSettings', `The key must stay in ${from.host}, found one in ${to.host}.`);
}
