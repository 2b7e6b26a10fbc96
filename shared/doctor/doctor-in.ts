import type { TokenCredential } from '@azure/identity';
import { SinkHealth } from '../alerts/sink-health';
import { sinkReports } from '../alerts/sink-report';
import type { Arm } from '../azure/arm';
import type { Cloud } from '../azure/clouds';
import { tokenOf } from '../azure/credentials';
import type { Storage } from '../evidence/storage';
import type { Duties } from '../keys/key-vault-keys';
import { patiently } from '../pacing/asking';
import type { Policy } from '../policy/policy';
import type { Receiver } from '../posture/deliveries';
import type { World } from '../world';
import { checks } from './checks';
import { standby } from './checks/standby';
import type { Doctor } from './doctor';
import type { Doors } from './doors';
import { examine } from './examine';
import { placesIn } from './places';
import { rightsMissingAt } from './rights-at';
import { type AskVault, vaultDoor } from './vault-door';

/** Looking for one is enough to know that there are some. */
const someLetters = 10;

/** A function may run for ten minutes. */
const unhurried = { ms: 240_000, keys: 10_000 };

/** What the doctor is given. */
export interface Practice extends Pick<
  World,
  | 'now'
  | 'policy'
  | 'keys'
  | 'dependents'
  | 'access'
  | 'vaults'
  | 'audit'
  | 'vaultPosture'
  | 'selfTests'
  | 'directoryEvents'
> {
  readonly cloud: Cloud;
  readonly arm: Arm;
  readonly credential: TokenCredential;
  readonly duties: Duties;
  readonly ownIdentities: readonly string[];
  readonly storage: Storage;
  readonly forBackups: Storage;
  readonly policyAt: string;
  readonly selfTestTopic?: string | undefined;
  readonly receiver: Receiver;
  readonly backupApp?: Doors['backupApp'];
  readonly contain?: Doors['contain'];
  readonly queueLength: Doors['queueLength'];
  readonly readPolicy: () => Promise<Policy>;
  /** Settings of sinks by their names. */
  readonly settings: (name: string) => string | undefined;
  /** Replaces the network to vaults. */
  readonly askVault?: AskVault;
}

/** The doctor of this installation. */
export const doctorIn = (practice: Practice): Doctor => {
  const { cloud, credential, duties, storage, forBackups, now, policy, settings } = practice;
  const own = new Map(
    Object.entries({ retire: duties.retire, backUp: duties.backUp }).flatMap(([duty, identity]) =>
      identity ? [[duty, identity] as const] : [],
    ),
  );
  const credentialOf = (duty: string): TokenCredential => own.get(duty) ?? credential;
  const health = storage.table('sinks', SinkHealth);
  const doors: Doors = {
    ...practice,
    ownDuties: (['retire', 'backUp'] as const).filter((duty) => own.has(duty)),
    token: async (duty, scope) => void (await tokenOf(credentialOf(duty), scope)),
    askVault: practice.askVault ?? vaultDoor({ cloud, credentialOf }),
    places: placesIn(storage, forBackups, now).filter(({ duty }) => duty !== 'backUp' || !practice.backupApp),
    deadLetters: () => storage.container('dead-letters').some(someLetters),
    sinks: async () => sinkReports(health, await policy(), settings),
  };
  return {
    examine: () => patiently(() => examine(checks, doors)),
    lookAtStandby: async () => (await patiently(() => examine([standby(unhurried)], doors))).findings,
    rightsMissingAt: (key, how) => rightsMissingAt(doors, key, how),
  };
};
