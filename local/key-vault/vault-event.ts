import type { Notice } from './key';

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
