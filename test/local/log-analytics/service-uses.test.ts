import { serviceUses } from '../../../local/log-analytics/service-uses';
import { anEstate, group, host, hours, start } from '../arm/estate';

const oid = '11111111-2222-4333-8444-555555555555';
const vaults = new Map([[host, { resourceId: '/vaults/ledger', url: `https://${host}` }]]);
const bus = `${group}/providers/Microsoft.ServiceBus/namespaces/bus`;

const withBus = (identity: object = { identity: { type: 'SystemAssigned', principalId: oid } }) => {
  const estate = anEstate();
  const keyVaultProperties = [{ keyVaultUri: `https://${host}`, keyName: 'ledger' }];
  const encryption = { keySource: 'Microsoft.KeyVault', keyVaultProperties };
  estate.arm.put({ id: bus, ...identity, properties: { encryption } });
  const usesUntil = (until: Date, after = start) =>
    serviceUses({ arm: estate.arm, vaults }, { after, until }).map(({ time, operationName, id, claims }) => ({
      at: time.toISOString(),
      what: `${operationName} ${id.split('/').at(-1)}`,
      claims,
    }));
  return { ...estate, usesUntil };
};
const after = (milliseconds: number) => new Date(start.getTime() + milliseconds);

describe('what services do with their keys', () => {
  it('is an unwrap every hour, under the identity of the resource', () => {
    const { usesUntil, pass } = withBus();
    pass(hours(3));
    expect(usesUntil(after(hours(2.5)))).toEqual([
      { at: '2030-01-01T02:00:00.000Z', what: 'KeyUnwrap v1', claims: { oid, xms_mirid: bus } },
      { at: '2030-01-01T01:00:00.000Z', what: 'KeyUnwrap v1', claims: { oid, xms_mirid: bus } },
    ]);
  });

  it('shows the old version a last time and the new one from then on, once it has followed', () => {
    const { vault, usesUntil, pass, arm } = withBus();
    pass(hours(0.5));
    vault.create('v2');
    pass(hours(2));
    arm.tick();
    expect(usesUntil(after(hours(2.5))).map(({ what }) => what)).toEqual([
      'KeyUnwrap v1',
      'KeyWrap v2',
      'KeyUnwrap v2',
      'KeyUnwrap v2',
    ]);
  });

  it('leaves no day of a leap of months without a use, and none of its last hour', () => {
    const { usesUntil, pass } = withBus();
    const leap = hours(24 * 100) + 1;
    pass(leap);
    const times = usesUntil(after(leap)).map(({ at }) => Date.parse(at));
    const pauses = times.slice(1).map((time, n) => (times[n] ?? 0) - time);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(hours(12));
    expect(after(leap).getTime() - (times[0] ?? 0)).toBeLessThanOrEqual(hours(1));
  });

  it('is not seen without a managed identity', () => {
    const { usesUntil, pass } = withBus({});
    pass(hours(3));
    expect(usesUntil(after(hours(3)))).toEqual([]);
  });
});
