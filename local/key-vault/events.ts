import { randomUUID } from 'node:crypto';
import { currentOf, type Key, type KeyVersion, type Notice } from './key';
import { noticeDue } from './rotation-policy';
import type { Settings } from './settings';
import { kidOf, seconds } from './bundle';

/**
 * An event as Event Grid delivers it in its own schema. `data` has capital letters on the wire; `NBF` and `EXP` are Unix
 * seconds or null (documentation samples disagree, some show strings). Source: Event Grid event-schema-key-vault.
 */
export interface VaultEvent {
  id: string;
  /** Azure Resource Manager id of the vault. */
  topic: string;
  /** The bare name of the key. */
  subject: string;
  eventType: `Microsoft.KeyVault.${Notice | 'KeyNewVersionCreated'}`;
  /** ISO 8601. */
  eventTime: string;
  data: {
    Id: string;
    VaultName: string;
    ObjectType: 'Key';
    ObjectName: string;
    Version: string;
    NBF: number | null;
    EXP: number | null;
  };
  dataVersion: '1';
  metadataVersion: '1';
}

/** The same event as a CloudEvent 1.0. */
export const asCloudEvent = ({ id, topic, subject, eventType, eventTime, data }: VaultEvent) => ({
  id,
  source: topic,
  subject,
  type: eventType,
  time: eventTime,
  data,
  specversion: '1.0' as const,
});

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
