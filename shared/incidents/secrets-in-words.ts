import { isManagedHsm, nameOfVault } from './vault-name';

/** Rewrap holds no right on secrets in vaults: it knows their names from Azure Resource Manager, where that shows them. */
export const secretsInWords = (vaults: readonly string[]): string => {
  const names = vaults.filter((vault) => !isManagedHsm(vault)).map(nameOfVault);
  const lists = names.slice(0, 5).map((name) => `az keyvault secret list --vault-name ${name} --query "[].id"`);
  const rest = names.length > 5 ? `, and so on for ${names.length - 5} more` : '';
  return names.length === 0
    ? 'A Managed HSM holds no secrets.'
    : `Rewrap has no right to read secrets and renews none. secretsInScope names those that Azure Resource Manager shows. If the thief could read them, set each anew where it is issued. The vaults list them all: ${lists.join(' ; ')}${rest}`;
};

/** What is to be done about a key that belongs to a certificate. */
export const certificateInWords =
  'It belongs to a certificate: have that issued anew, roll it out where it is served, then have the old one revoked.';
