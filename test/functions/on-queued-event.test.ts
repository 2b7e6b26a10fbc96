import { takeQueuedEvent } from '../../functions/on-queued-event';
import { aSite, foreign, ledger } from './a-site';

const event = (id: string, key: string = ledger) => ({
  id,
  source: '/subscriptions/0/resourceGroups/r/providers/Microsoft.KeyVault/vaults/payments',
  type: 'Microsoft.KeyVault.KeyNearExpiry',
  specversion: '1.0',
  data: { Id: `${key}/0123456789abcdef0123456789abcdef` },
});

describe('takeQueuedEvent', () => {
  it.each([
    ['as the host parsed it', event('one')],
    ['as text', JSON.stringify(event('one'))],
    ['in an array', [event('one'), event('two')]],
  ])('asks for the rotation of an event that comes %s', async (_, message) => {
    const site = aSite();
    await takeQueuedEvent(message, site);
    expect(await site.world.requests.open(ledger)).toEqual([expect.objectContaining({ cause: 'near-expiry' })]);
    expect(site.started).toHaveLength(1);
  });

  it.each([
    ['is no event', 'hello'],
    ['is about a vault out of scope', event('three', foreign)],
  ])('keeps a message that %s, alerts, and does not ask for it again', async (_, message) => {
    const site = aSite();
    await takeQueuedEvent(message, site);
    expect(site.alerts.raised).toEqual([expect.objectContaining({ kind: 'EventRefused' })]);
    expect(site.started).toEqual([]);
  });

  it('lets a message come again when it could not be taken', async () => {
    const site = aSite();
    const workflows = { ...site.workflows, start: () => Promise.reject(new Error('no engine')) };
    await expect(takeQueuedEvent(event('one'), { ...site, workflows })).rejects.toThrow('no engine');
  });
});
