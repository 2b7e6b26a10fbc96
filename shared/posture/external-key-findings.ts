import { isInManagedHsm } from '../keys/key-url';
import { currentOf } from '../rotations/key-facts';
import type { Judged } from './estate-finding';
import type { KeyView } from './key-view';

/** R27: a key whose material came from outside is only as safe as what it came from and by. Shown, and no alert. */
export function externalMaterial({ facts }: KeyView): Judged[] {
  const { key, class: rules } = facts;
  if (!currentOf(facts) || rules?.origin !== 'imported') return [];
  return [
    {
      code: 'external-material',
      subject: key,
      message: `The material of ${key} was imported: whoever runs the HSM it came from, and the way from there, can lose it or give it away`,
      nextStep: 'Review who has access to that HSM and its backups; rotating here does not revoke what is kept there',
      severity: 'info',
    },
  ];
}

/**
 * R29: what is kept for a key of an external HSM must be recoverable: by soft delete and purge protection of the vault, or by a
 * backup that its owner has declared, in a waiver with his name and an end.
 */
export function recoverability({ facts }: KeyView): Judged[] {
  const { key, class: rules } = facts;
  const current = currentOf(facts);
  if (!current || rules?.origin !== 'imported' || isProtected(current.recoveryLevel)) return [];
  return [
    {
      code: 'recoverability-not-proven',
      subject: key,
      message: `That ${key} can be recovered once it is deleted is not proven: its recovery level is ${current.recoveryLevel ?? 'not told'}`,
      nextStep: `Turn on soft delete and purge protection of its ${isInManagedHsm(key) ? 'Managed HSM' : 'vault'}, or declare its backup: a waiver for recoverability-not-proven with the owner of the backup`,
      severity: 'warning',
    },
  ];
}

/** Levels such as `Recoverable` and `CustomizedRecoverable+ProtectedSubscription`; whoever may purge can destroy the others. */
const isProtected = (level = ''): boolean => level.includes('Recoverable') && !level.includes('Purgeable');
