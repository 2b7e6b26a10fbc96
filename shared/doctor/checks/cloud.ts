import { cloudNames, cloudOf, vaultKindOf } from '../../azure/clouds';
import { check } from '../check';

/** Vaults that lie in another cloud than the app is told: its tokens would not be taken there, and never go there. */
export const cloud = check({
  name: 'cloud',
  gather: async ({ cloud: ours, policy }) => ({ ours, vaults: (await policy()).scope.vaults }),
  judge: ({ ours, vaults }) =>
    vaults
      .filter((vault) => vaultKindOf(ours, vault) === undefined)
      .map((vault) => {
        const theirs = cloudNames.find((name) => vaultKindOf(cloudOf({ cloud: name }), vault));
        return {
          code: 'wrong-cloud',
          subject: vault,
          message: `${vault} is no vault of the cloud "${ours.name}"${theirs ? `: its name belongs to "${theirs}"` : ''}`,
          nextStep: theirs
            ? `If all vaults are there: az functionapp config appsettings set --name <app> --resource-group <group> --settings REWRAP_CLOUD=${theirs}. Else take it out of scope.vaults.`
            : 'Correct its URL in scope.vaults of policy.yaml.',
          severity: 'critical' as const,
        };
      }),
});
