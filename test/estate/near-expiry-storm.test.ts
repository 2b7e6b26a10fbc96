import { randomUUID } from 'node:crypto';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, deliver, patience, type TestEstate } from './estate';
import { oneProvenRotation, outcomeOf, untilClosed } from './promised-state';

const cards: KeyName = { team: 'payments', key: 'cards' };

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

describe('a storm of near-expiry events', () => {
  it(
    'makes one rotation of the same event delivered 100 times at once, and takes every one',
    async () => {
      const { api, estate, witness } = site;
      const [current] = await witness.versions(cards);
      await api.advance('P13D');
      const day = 86_400_000;
      const event = (id: string) => ({
        id,
        topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/halden-payments',
        subject: 'cards',
        eventType: 'Microsoft.KeyVault.KeyNearExpiry',
        eventTime: new Date(Date.now() + 14 * day).toISOString(),
        data: {
          Id: `${witness.urlOf(cards)}/${current?.version}`,
          VaultName: 'halden-payments',
          ObjectType: 'Key',
          ObjectName: 'cards',
          Version: current?.version,
          NBF: null,
          EXP: null,
        },
        dataVersion: '1',
        metadataVersion: '1',
      });

      const moved = api.advance('P1D');
      const statuses = await Promise.all(Array.from({ length: 100 }, () => deliver(estate, event(randomUUID()))));
      expect(new Set(statuses)).toEqual(new Set([202]));
      await moved;

      await untilClosed(site, cards);
      expect(await outcomeOf(site, cards)).toEqual(oneProvenRotation);
    },
    patience,
  );
});
