import { someOf } from '../alerts/plain-words';
import { isManagedHsm, nameOfVault } from './vault-name';

/** Who takes backup rights away: no identity of Rewrap has the right to change role assignments, not even where somebody opts in. */
export const containedBy =
  'a person, step by step: Rewrap has no right to take rights from anybody, and there is no identity of it that could be given one';

/** What a person does to keep a thief from taking more, in order, with commands to copy. Rewrap holds no right to do it. */
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
