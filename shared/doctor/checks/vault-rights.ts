import { messageOf } from '../../errors';
import { isNetworkRefusal } from '../../keys/key-errors';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';
import { refusedIn, type Tried, tryAll, tryKey } from '../rights-at';
import type { VaultAnswer } from '../vault-door';
import { pathsIn, vaultProbes } from '../vault-probes';

/** Keys of each vault that are asked whether they may be used: rights may be granted key by key. */
const keysPerVault = 10;

const tryKeys = async (doors: Examination, vault: string, listing: VaultAnswer): Promise<Tried[]> => {
  const paths = pathsIn(listing).slice(0, keysPerVault);
  const tried: Tried[] = [];
  for (const path of paths) tried.push(...(await tryKey(doors, vault, path)));
  return tried;
};

const tryVault = async (
  doors: Examination,
  { vault, listing, ...asked }: { vault: string; listing: VaultAnswer } & Parameters<typeof vaultProbes>[0],
): Promise<readonly Tried[] | Found> => {
  try {
    return [...(await tryAll(doors, vault, vaultProbes(asked))), ...(await tryKeys(doors, vault, listing))];
  } catch (error) {
    return {
      code: 'rights-not-seen',
      subject: vault,
      message: `Not every right at ${vault} could be tried: ${messageOf(error)}`,
      nextStep: 'Ask again: npm run doctor',
      severity: 'warning',
    };
  }
};

/** Every right at every vault, and of some keys of each, by asking with calls that change nothing. */
export const vaultRights = check({
  name: 'vault-rights',
  async gather(doors) {
    const { classes } = await doors.policy();
    const setsPolicies = classes.some(({ nativePolicy }) => nativePolicy === 'set');
    const reached = (await doors.knocks()).flatMap((knock) =>
      'answer' in knock && !isNetworkRefusal(knock.answer.reason) && knock.answer.status !== 401
        ? [{ vault: knock.vault, listing: knock.answer, setsPolicies, backsUp: !doors.backupApp }]
        : [],
    );
    return Promise.all(reached.map((one) => tryVault(doors, one)));
  },
  judge: (vaults) => vaults.flatMap((one) => ('code' in one ? [one] : refusedIn(one))),
});
