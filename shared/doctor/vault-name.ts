/** Name of a vault as commands take it. */
export const nameOfVault = (vault: string): string => new URL(vault).hostname.split('.')[0] ?? '';
