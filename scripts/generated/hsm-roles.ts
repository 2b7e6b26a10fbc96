import type { Duty } from '../../shared/keys/key-rights';
import { appRights } from './rights';

/** Duties as roles: what each is called, and what it is for. The Bicep says the same of its roles for vaults. */
export const roleOf: Readonly<Record<Duty, { readonly name: string; readonly description: string }>> = {
  rotate: { name: 'Rewrap rotate', description: 'See keys and make new versions' },
  open: { name: 'Rewrap open data keys', description: 'Wrap and unwrap: the power to open data keys' },
  retire: { name: 'Rewrap retire', description: 'Disable versions of keys and enable them again' },
  backUp: { name: 'Rewrap back up', description: 'Make backups of keys' },
};

export const duties: readonly Duty[] = ['rotate', 'open', 'retire', 'backUp'];

/** Custom roles of a Managed HSM, as `az keyvault role definition create` reads them: contents by path. */
export const hsmRoles = (): readonly (readonly [string, object])[] =>
  duties.map((duty) => [
    `infra/generated/managed-hsm-${duty === 'backUp' ? 'back-up' : duty}.json`,
    {
      roleName: roleOf[duty].name,
      description: roleOf[duty].description,
      actions: [],
      notActions: [],
      dataActions: appRights().managedHsm.byDuty[duty],
      notDataActions: [],
    },
  ]);
