import { someOf } from '../alerts/plain-words';
import { isManagedHsm, nameOfVault } from './vault-name';

/** Who takes backup rights away. `may`: there is an identity for it, which somebody has opted into. */
export const containedBy = ({ may, asked }: { may: boolean; asked: boolean }): string => {
  if (!may) return 'a person, step by step: no identity of Rewrap may take rights from anybody, unless you deploy one';
  return asked
    ? 'the identity for it, as far as it may; a person does the rest: exporters says which is which, and why'
    : 'a person, step by step; or the identity for it, which takes what it may if you ask with "takeBackupRights": true';
};

/** What a person does to keep a thief from taking more, in order, with commands to copy. */
export const containSteps = (vault: string): string[] =>
  isManagedHsm(vault) ? stepsInHsm(nameOfVault(vault)) : stepsInVault(nameOfVault(vault));

const stepsInVault = (name: string): string[] => [
  `Write down who may back up, restore or release keys of ${name}, by the id that this answers: az keyvault show --name ${name} --query id`,
  'az role assignment list --scope VAULT-ID --include-inherited',
  `The same where the vault uses access policies: az keyvault show --name ${name} --query properties.accessPolicies`,
  'Take it away from whoever is suspect, and from whoever does not need it now: az role assignment delete --ids ASSIGNMENT-ID',
  `With access policies, set what may stay: az keyvault set-policy --name ${name} --object-id PRINCIPAL --key-permissions get list wrapKey unwrapKey`,
  'Leave the identities of the dependents and of Rewrap their rights to wrap and unwrap: without them nothing can move.',
];

const stepsInHsm = (name: string): string[] => [
  `Write down who may back up, restore or release keys of ${name}: az keyvault role assignment list --hsm-name ${name}`,
  `Take it away from whoever is suspect: az keyvault role assignment delete --hsm-name ${name} --ids ASSIGNMENT-ID`,
  'Leave the identities of the dependents and of Rewrap their rights to wrap and unwrap: without them nothing can move.',
];

/** Of several vaults, as far as an alert has room. */
export const containmentInWords = (vaults: readonly string[], where: string): string =>
  someOf(
    vaults.flatMap((vault) => containSteps(vault).slice(0, 4)),
    where,
    5,
  );
