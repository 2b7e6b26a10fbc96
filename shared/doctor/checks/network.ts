import { isNetworkRefusal } from '../../keys/key-errors';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Knock } from '../doors';
import { nameOfVault } from '../vault-name';

const unreachable = (vault: string, because: string): Found => ({
  code: 'vault-unreachable',
  subject: vault,
  message: `${vault} gives no answer: ${because}`,
  nextStep: `Look at name resolution, and at the private endpoint of the vault: az network private-endpoint-connection list --type Microsoft.KeyVault/vaults --name ${nameOfVault(vault)} --resource-group <group>`,
  severity: 'critical',
});

const firewall = (vault: string, reason: string): Found => ({
  code: 'vault-firewall',
  subject: vault,
  message: `The network rules of ${vault} keep Rewrap out (${reason}); its rights have nothing to do with it`,
  nextStep: `az keyvault network-rule add --name ${nameOfVault(vault)} --subnet <resource id of Rewrap's subnet>`,
  severity: 'critical',
});

const unknownToken = (vault: string, reason: string): Found => ({
  code: 'vault-refuses-token',
  subject: vault,
  message: `${vault} does not take the token of Rewrap's identity (${reason})`,
  nextStep: `Compare its tenant with that of the identity: az keyvault show --name ${nameOfVault(vault)} --query properties.tenantId`,
  severity: 'critical',
});

const about = (knock: Knock): Found[] => {
  if ('silent' in knock) return [unreachable(knock.vault, knock.silent)];
  const { vault, answer } = knock;
  if (isNetworkRefusal(answer.reason)) return [firewall(vault, answer.reason)];
  if (answer.status === 401) return [unknownToken(vault, answer.reason)];
  return answer.status >= 500 ? [unreachable(vault, `it answers ${answer.status}`)] : [];
};

/** Whether each vault can be reached at all; what it lets us do is another check's. */
export const network = check({
  name: 'network',
  gather: ({ knocks }) => knocks(),
  judge: (knocks) => knocks.flatMap(about),
});
