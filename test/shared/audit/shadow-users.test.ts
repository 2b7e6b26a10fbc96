import { shadowUsersAmong } from '../../../shared/audit/shadow-users';
import { aDependent, daysAgo } from '../../examples';
import { aUse, principal } from './examples';

const bus = aDependent('bus', { identities: [principal('bus')] });
const shadows = (...uses: Parameters<typeof shadowUsersAmong>[0]) =>
  shadowUsersAmong(uses, { dependents: [bus], unknown: [{ id: '/Subscriptions/1/maps', type: 'Maps' }] }, [
    { principal: principal('archive'), name: 'Archive' },
    { principal: principal('cosmos app'), name: 'Cosmos DB' },
  ]);

describe('the shadow users of a key', () => {
  it('are named with what they did, how often and when', () => {
    const by = { principal: principal('ghost'), name: 'ghost@halden.example', own: false };
    const uses = [
      aUse('ghost', { by, last: daysAgo(2) }),
      aUse('ghost', { by, operation: 'wrap', count: 1, last: daysAgo(1), addresses: ['10.9.9.9'] }),
    ];
    expect(shadows(...uses)).toEqual([
      {
        principal: principal('ghost'),
        name: 'ghost@halden.example',
        operations: ['unwrap', 'wrap'],
        count: 4,
        last: daysAgo(1),
        addresses: ['10.0.0.4', '10.9.9.9'],
      },
    ]);
  });

  it.each([
    ['a dependent', aUse('bus')],
    ['what a search has shown as unknown', aUse('maps', { by: { resource: '/subscriptions/1/maps', own: false } })],
    ['somebody whom the policy declares', aUse('archive')],
    [
      'a service that the policy declares by its app',
      aUse('x', { by: { appId: principal('cosmos app'), own: false } }),
    ],
    ['Rewrap itself', aUse('rewrap', { by: { principal: principal('rewrap'), own: true } })],
    ['somebody who was refused', aUse('ghost', { outcome: 'denied' })],
    ['somebody who backed the key up', aUse('ghost', { operation: 'backup' })],
  ])('are not %s', (_, use) => {
    expect(shadows(use)).toEqual([]);
  });

  it('stand under their app id, or as unknown, where the log tells no more', () => {
    const [app, nobody] = [aUse('', { by: { appId: 'app', own: false } }), aUse('', { by: { own: false } })];
    expect(shadows(app, nobody).map((user) => user.principal)).toEqual(['app', 'unknown']);
  });
});
