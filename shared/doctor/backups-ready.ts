import { messageOf } from '../errors';
import { isNetworkRefusal } from '../keys/key-errors';
import { dataActionOf } from '../keys/key-rights';
import { vaultKindOf } from '../azure/clouds';
import type { Doors } from './doors';
import { backUpProbe } from './vault-probes';

/** What the app for backups looks at. */
export type BackupDoors = Pick<Doors, 'cloud' | 'policy' | 'askVault' | 'places'>;

const problemAt = async ({ askVault, cloud }: BackupDoors, vault: string): Promise<string[]> => {
  const kind = vaultKindOf(cloud, vault);
  if (kind === undefined) return [];
  const { status, reason } = await askVault({ vault, ...backUpProbe });
  if (isNetworkRefusal(reason)) return [`${vault} keeps it out: ${reason}`];
  return status === 403 ? [`it may not do ${dataActionOf('backUp', kind)} at ${vault} (${reason})`] : [];
};

/** What keeps this app from making and keeping backups, by asking: the right at each vault, and the container. */
export const backupsReady = async (doors: BackupDoors): Promise<readonly string[]> => {
  const { scope } = await doors.policy();
  const atVaults = scope.vaults.map((vault) =>
    problemAt(doors, vault).catch((error: unknown) => [`${vault} does not answer: ${messageOf(error)}`]),
  );
  const inPlaces = doors.places
    .filter(({ duty }) => duty === 'backUp')
    .map(({ name, write }) =>
      write().then(
        () => [],
        (error: unknown) => [`it cannot write to ${name}: ${messageOf(error)}`],
      ),
    );
  return (await Promise.all([...atVaults, ...inPlaces])).flat();
};
