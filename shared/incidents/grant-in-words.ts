import { isManagedHsm, nameOfVault } from './vault-name';

/**
 * How somebody gives the identity of a service what it needs to use keys of a vault. Names of the built-in roles: Azure RBAC
 * documentation, "Key Vault Crypto Service Encryption User", and that of Managed HSM local roles.
 */
export const grantInWords = (vault: string, objectId: string): string => {
  const name = nameOfVault(vault);
  return isManagedHsm(vault)
    ? `az keyvault role assignment create --hsm-name ${name} --role "Managed HSM Crypto Service Encryption User" --assignee-object-id ${objectId} --assignee-principal-type ServicePrincipal --scope /keys`
    : `az role assignment create --role "Key Vault Crypto Service Encryption User" --assignee-object-id ${objectId} --assignee-principal-type ServicePrincipal --scope $(az keyvault show --name ${name} --query id --output tsv)`;
};
