/** The name by which commands know a vault or Managed HSM. */
export const nameOfVault = (vault: string): string => new URL(vault).hostname.split('.')[0] ?? '';

export const isManagedHsm = (vault: string): boolean => new URL(vault).hostname.includes('.managedhsm.');
