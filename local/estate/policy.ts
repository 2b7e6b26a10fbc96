import { stringify } from 'yaml';
import { stableId } from '../identity/stable-id';
import { auditWorkspace, peopleWithKeys, subscriptions } from './company';
import { tokenColumns } from './sealed-tokens';
import type { Team } from './company';

/** Names of the settings that hold the sinks' addresses and secrets. */
export const sinkSettings = {
  webhookUrl: 'REWRAP_SINK_ON_CALL_URL',
  webhookSecret: 'REWRAP_SINK_ON_CALL_SECRET',
  topicKey: 'REWRAP_SINK_OPERATIONS_KEY',
} as const;

export interface PolicyPlaces {
  readonly vaults: Readonly<Record<Team, string>>;
  /** Vaults beside those of the estate. */
  readonly otherVaults: readonly string[];
  /** Subscriptions beside those of the estate. */
  readonly otherSubscriptions: readonly string[];
  /** URLs of containers with client-side encrypted blobs. */
  readonly containers: readonly string[];
  /** URLs of tables with sealed tokens. */
  readonly tables: readonly string[];
  readonly topic: string;
}

/** The bank's policy.yaml. */
export const policyText = ({ vaults, containers, tables, topic, ...others }: PolicyPlaces): string =>
  stringify({
    scope: {
      subscriptions: [...Object.values(subscriptions), ...others.otherSubscriptions],
      vaults: [...Object.values(vaults), ...others.otherVaults],
    },
    applicationData: [
      ...containers.map((container) => ({ container })),
      ...tables.map((table) => ({ kind: 'azure-table', table, columns: tokenColumns })),
    ],
    auditLogs: [{ workspace: auditWorkspace, vaults: Object.values(vaults) }],
    knownUsers: peopleWithKeys.map((name) => ({ principal: stableId(name), name })),
    classes: [
      { name: 'standard', cryptoperiod: 'P1Y', notice: 'P30D', overlap: 'P7D', origin: 'generated' },
      {
        name: 'cards',
        match: { vaults: [vaults.payments], tags: { criticality: 'high' } },
        cryptoperiod: 'P180D',
        notice: 'P30D',
        expiresAfter: 'P180D',
        overlap: 'P7D',
        origin: 'generated',
      },
      { name: 'imported', match: { keys: ['archive'] }, cryptoperiod: 'P1Y', overlap: 'P30D', origin: 'imported' },
      {
        name: 'treasury',
        match: { vaults: [vaults.treasury] },
        cryptoperiod: 'P180D',
        notice: 'P14D',
        overlap: 'P30D',
        origin: 'generated',
        foreignVersions: 'alert',
        windows: [{ days: ['tue', 'wed', 'thu'], from: '22:00', to: '04:00', timeZone: 'Europe/Amsterdam' }],
      },
    ],
    standby: [{ vault: vaults.standby, regions: ['westeurope'], classes: ['standard', 'cards'] }],
    sinks: [
      {
        type: 'webhook',
        name: 'on-call',
        urlSetting: sinkSettings.webhookUrl,
        secretSetting: sinkSettings.webhookSecret,
      },
      { type: 'event-grid', name: 'operations', endpoint: topic, keySetting: sinkSettings.topicKey },
    ],
  });
