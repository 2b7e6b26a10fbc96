import type { TokenCredential } from '@azure/identity';
import type { Policy, Sink } from '../policy/policy';
import type { AlertSink } from './alert';
import { eventGridSink } from './event-grid-sink';
import { webhookSink } from './webhook-sink';

interface SinkMeans {
  /** Addresses and secrets by the names that the policy gives. */
  readonly settings: (name: string) => string | undefined;
  readonly credential: TokenCredential;
  readonly now: () => Date;
}

/** Takes nothing until the setting is there; what waits for it is kept, and after a day the other sinks tell. */
const incomplete = (name: string, settings: readonly string[]): AlertSink => ({
  name,
  deliver: async () => ({ outcome: 'later', because: `these settings of the app are missing: ${settings.join(', ')}` }),
});

const sinkOf = (sink: Sink, { settings, credential, now }: SinkMeans): AlertSink => {
  const { name } = sink;
  if (sink.type === 'event-grid') {
    const { endpoint, keySetting } = sink;
    if (keySetting === undefined) return eventGridSink({ name, endpoint, credential });
    const key = settings(keySetting);
    return key === undefined ? incomplete(name, [keySetting]) : eventGridSink({ name, endpoint, credential: key });
  }
  const { urlSetting, secretSetting } = sink;
  const url = settings(urlSetting);
  const secret = settings(secretSetting);
  if (url === undefined || secret === undefined) {
    return incomplete(
      name,
      [urlSetting, secretSetting].filter((setting) => settings(setting) === undefined),
    );
  }
  return webhookSink({ name, url, secret, now });
};

/** The sinks that the policy names. One that lacks a setting is among them and says so. */
export const sinksOf = ({ sinks }: Pick<Policy, 'sinks'>, means: SinkMeans): AlertSink[] =>
  sinks.map((sink) => sinkOf(sink, means));
