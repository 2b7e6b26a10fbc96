import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { takeRoleChange } from '../../functions/on-role-change';
import { readRoleChangeEvent } from '../../functions/role-change-event';
import { aTenant } from '../shared/access/a-tenant';
import { aPolicy } from '../shared/policy/a-policy';
import { aSite } from './a-site';

const folder = join(__dirname, '../fixtures/events');
const sample = (file: string): Record<string, unknown> => {
  const body: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return z.record(z.string(), z.unknown()).parse(Array.isArray(body) ? body[0] : body);
};
const files = readdirSync(folder).filter((file) => /^(arm|graph)-/.test(file));

const tenantId = '00000000-0000-0000-0000-000000000001';
const subscription = '00000000-0000-0000-0000-000000000002';
const user = '00000000-0000-0000-0000-000000000060';

/** Of that tenant and subscription; the user of the samples has access to keys. */
const aSiteOfTheTenant = async () => {
  const site = aSite();
  const policy = aPolicy({ scope: { subscriptions: [subscription], vaults: ['https://payments.vault.azure.net'] } });
  const id = await site.world.snapshots.keep(aTenant({ who: [user] }));
  await site.world.snapshots.replace({ id, seenAt: '2026-06-01T11:00:00.000Z' }, undefined);
  return {
    ...site,
    world: { ...site.world, policy: async () => policy },
    tenantId,
    clientState: 'contoso-client-state',
  };
};

const nothingRefused = async (site: Awaited<ReturnType<typeof aSiteOfTheTenant>>) => {
  expect(site.stores.letters.kept).toEqual([]);
  return site.world.news.waiting();
};

describe('an event that says that access may have changed', () => {
  it.each(files)('is read: %s', (file) => {
    expect(readRoleChangeEvent(sample(file))).toEqual({ event: expect.objectContaining({ tenant: tenantId }) });
  });

  it('causes a look, and names who did it as such and as nothing else', async () => {
    const site = await aSiteOfTheTenant();
    await takeRoleChange(sample('arm-role-assignment-delete.cloudevents.json'), site);
    expect(await nothingRefused(site)).toMatchObject([
      {
        what: 'Microsoft.Authorization/roleAssignments/delete',
        about: expect.stringMatching(/roleassignments\/00000000-0000-0000-0000-000000000050$/),
        actor: '00000000-0000-0000-0000-000000000061',
      },
    ]);
    expect(site.started).toEqual([{ name: 'watchAccess', id: 'access', input: {} }]);
    expect(await site.world.signals.principals()).toEqual([]);
  });

  it('comes in a swarm and causes one look', async () => {
    const site = await aSiteOfTheTenant();
    const event = sample('arm-role-assignment-delete.cloudevents.json');
    for (let n = 0; n < 20; n += 1) await takeRoleChange({ ...event, id: `${n}` }, site);
    expect(site.started).toHaveLength(1);
    expect(site.told).toEqual([]);
    await site.world.news.looked(await site.world.news.waiting());
    await takeRoleChange(event, site);
    expect(site.told).toEqual([{ id: 'access', event: 'look' }]);
  });

  it('is heard of a user or group with access, and of no other', async () => {
    const site = await aSiteOfTheTenant();
    await takeRoleChange(sample('graph-user-updated.cloudevents.json'), site);
    await takeRoleChange(sample('graph-group-updated.cloudevents.json'), site);
    expect(await nothingRefused(site)).toMatchObject([{ what: 'Microsoft.Graph.UserUpdated', about: user }]);
  });

  it.each([
    'arm-pim-activation-request-write.eventgrid.json',
    'arm-role-assignment-delete-by-pim.cloudevents.json',
    'graph-subscription-reauthorization-required.cloudevents.json',
  ])('is only noted: %s', async (file) => {
    const site = await aSiteOfTheTenant();
    await takeRoleChange(sample(file), site);
    expect(await nothingRefused(site)).toEqual([]);
    expect(site.started).toEqual([]);
  });

  it('is only noted where what it tells of has failed', async () => {
    const site = await aSiteOfTheTenant();
    const event = sample('arm-role-assignment-delete.cloudevents.json');
    await takeRoleChange({ ...event, type: 'Microsoft.Resources.ResourceDeleteFailure' }, site);
    expect(await nothingRefused(site)).toEqual([]);
    expect(site.started).toEqual([]);
  });

  const changed = (file: string, change: Record<string, unknown>) => {
    const event = sample(file);
    return { ...event, data: { ...(event['data'] as object), ...change } };
  };
  const deleted = 'arm-role-assignment-delete.cloudevents.json';
  const updated = 'graph-user-updated.cloudevents.json';

  it.each([
    ['of another tenant', changed(deleted, { tenantId: '11111111-0000-0000-0000-000000000001' })],
    [
      'of a subscription that is not in scope',
      changed(deleted, { subscriptionId: 'ffffffff-0000-0000-0000-000000000001' }),
    ],
    ['of the directory of another tenant', changed(updated, { tenantId: '11111111-0000-0000-0000-000000000001' })],
    ['of the directory, that does not bear our words', changed(updated, { clientState: 'guessed' })],
    ['of a vault', sample('kv-key-expired.cloudevents.json')],
    ['without data', { id: '1', type: 'Microsoft.Graph.UserUpdated' }],
    ['that is nothing', null],
  ])('is kept, alerted once, and changes nothing: one %s', async (_, raw) => {
    const site = await aSiteOfTheTenant();
    await takeRoleChange(raw, site);
    await takeRoleChange(raw, site);
    expect(site.stores.letters.kept).toMatchObject([{ source: 'onRoleChange' }]);
    expect(site.alerts.raised).toEqual([expect.objectContaining({ kind: 'EventRefused' })]);
    expect(site.started).toEqual([]);
    expect(await site.world.news.waiting()).toEqual([]);
  });

  it('is refused while it is not known which tenant is ours', async () => {
    const site = await aSiteOfTheTenant();
    await takeRoleChange(sample(updated), { ...site, tenantId: undefined });
    expect(site.stores.letters.kept).toMatchObject([{ because: expect.stringContaining('REWRAP_TENANT_ID') }]);
  });
});
