import { randomUUID } from 'node:crypto';
import { currentOf, type Key, type KeyVersion, type Notice } from './key';
import { noticeDue } from './rotation-policy';
import type { Settings } from './settings';
import { kidOf, seconds } from './bundle';

/** Raises a vault's events; a Managed HSM raises none at all. */
export function announcer({ flavour, name, baseUrl, resourceId, now, emit }: Settings) {
  const announce = (key: Key, version: KeyVersion, what: Notice | 'KeyNewVersionCreated') => {
    if (flavour === 'managed-hsm') return;
    emit({
      id: randomUUID(),
      topic: resourceId,
      subject: key.name,
      eventType: `Microsoft.KeyVault.${what}`,
      eventTime: now().toISOString(),
      data: {
        Id: kidOf(baseUrl, key.name, version.version),
        VaultName: name,
        ObjectType: 'Key',
        ObjectName: key.name,
        Version: version.version,
        NBF: seconds(version.notBefore) ?? null,
        EXP: seconds(version.expiresOn) ?? null,
      },
      dataVersion: '1',
      metadataVersion: '1',
    });
  };

  const once = (key: Key, version: KeyVersion, notice: Notice) => {
    if (version.noticed.has(notice)) return;
    version.noticed.add(notice);
    announce(key, version, notice);
  };

  return {
    newVersion: (key: Key) => announce(key, currentOf(key), 'KeyNewVersionCreated'),

    /**
     * Raises what time has made due for the current version, each once. A version made inside the window gives notice at
     * once. Unverified: whether a notice is repeated, also after the date was moved (here it is not).
     */
    dueNotices(key: Key) {
      const version = currentOf(key);
      if (!version.expiresOn) return;
      if (now() >= noticeDue(key.policy, version.expiresOn)) once(key, version, 'KeyNearExpiry');
      if (now() >= version.expiresOn) once(key, version, 'KeyExpired');
    },
  };
}
