import type { Rows } from '../evidence/rows';
import { hashOf } from '../hash';
import type { Policy, Sink } from '../policy/policy';
import type { SinkHealth } from './sink-health';

/** How a sink is. */
export interface SinkReport {
  readonly name: string;
  readonly failingSince?: string;
  /** Settings of the app that it needs and that are not there. */
  readonly missing: readonly string[];
}

const settingsOf = (sink: Sink): string[] =>
  sink.type === 'event-grid' ? [sink.keySetting ?? []].flat() : [sink.urlSetting, sink.secretSetting];

/** How each sink of the policy is, by what its deliveries left behind. */
export const sinkReports = (
  rows: Pick<Rows<SinkHealth>, 'get'>,
  { sinks }: Pick<Policy, 'sinks'>,
  settings: (name: string) => string | undefined,
): Promise<SinkReport[]> =>
  Promise.all(
    sinks.map(async (sink): Promise<SinkReport> => {
      const failingSince = (await rows.get({ partition: 'sinks', row: hashOf(sink.name) }))?.value.failingSince;
      const missing = settingsOf(sink).filter((name) => settings(name) === undefined);
      return { name: sink.name, missing, ...(failingSince !== undefined && { failingSince }) };
    }),
  );
