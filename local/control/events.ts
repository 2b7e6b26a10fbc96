import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Estate } from './estate';

/** Body of `POST /local/events`: events as they are, or the notice that a vault would send about a key. */
export const EventsWanted = z.union([
  z.strictObject({ nearExpiry: z.url().describe('URL of a key, without version') }),
  z.strictObject({ events: z.array(z.record(z.string(), z.unknown())).nonempty() }),
]);
type EventsWanted = z.infer<typeof EventsWanted>;

/** Publishes what is wanted. Answers how many events; none when there is no such key. */
export function publish(estate: Estate, wanted: EventsWanted): number {
  const events = 'events' in wanted ? wanted.events : nearExpiry(estate, wanted.nearExpiry);
  for (const event of events) estate.eventGrid.publish(event);
  return events.length;
}

function nearExpiry({ vaults, now }: Estate, key: string): Record<string, unknown>[] {
  const { origin, pathname } = new URL(key);
  const name = pathname.split('/')[2] ?? '';
  const running = [...vaults.values()].find(({ url }) => url === origin);
  const current = running?.vault.keyVersion(name);
  if (!running || !current) return [];
  const { version, expiresOn } = current;
  return [
    {
      id: randomUUID(),
      topic: running.resourceId,
      subject: name,
      eventType: 'Microsoft.KeyVault.KeyNearExpiry',
      eventTime: now().toISOString(),
      data: {
        Id: `${running.url}/keys/${name}/${version}`,
        VaultName: running.name,
        ObjectType: 'Key',
        ObjectName: name,
        Version: version,
        NBF: null,
        EXP: expiresOn ? Math.floor(expiresOn.getTime() / 1000) : null,
      },
      dataVersion: '1',
      metadataVersion: '1',
    },
  ];
}
