import { aGrant, aTenant, aVault, vaultUrl } from '../../shared/access/a-tenant';
import { anApi } from './an-api';

const alice = '0a11ce00-0000-4000-8000-000000000001';
const auditors = '0a0d1700-0000-4000-8000-000000000001';
const read = { roles: ['Rewrap.Read'] };

/** Alice, in a group that may unwrap with each of so many keys. */
const anApiWithReach = async (keys: number) => {
  const api = await anApi();
  const names = Array.from({ length: keys }, (_, n) => `key-${n}`);
  const tenant = aTenant({
    vaults: [aVault({ keys: names })],
    members: { [auditors]: [alice] },
    grants: [aGrant(auditors)],
    unseen: [{ scope: 'group x', because: 'not allowed' }],
  });
  const principals = tenant.principals.map((each) =>
    each.id === auditors ? { ...each, kind: 'group' as const, name: 'Auditors' } : { ...each, name: 'Alice' },
  );
  Object.assign(api.world.access.planted, { ...tenant, principals });
  return api;
};

describe('GET /api/reach', () => {
  it('tells what a principal reaches, each way in words, and what was not seen', async () => {
    const { call } = await anApiWithReach(1);
    expect(await call(`GET /api/reach?principal=${alice.toUpperCase()}`, read)).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        principal: { id: alice, name: 'Alice' },
        total: 1,
        objects: [{ id: `${vaultUrl}/keys/key-0`, paths: [{ power: 'use', way: 0 }] }],
        ways: [
          {
            inWords: expect.stringMatching(
              /^Alice is a member of Auditors, which has the role Role unwrapper at \/sub/,
            ),
          },
        ],
        unseen: [{ scope: 'group x' }],
        notLookedAt: expect.arrayContaining([expect.stringContaining('managed identity')]),
      },
    });
  });

  it('tells much page by page', async () => {
    const { call } = await anApiWithReach(101);
    const link = `https://rewrap.example/api/reach?principal=${alice}&from=100`;
    expect(await call(`GET /api/reach?principal=${alice}`, read)).toMatchObject({
      body: { total: 101, nextLink: link },
    });
    const last = await call(`GET /api/reach?principal=${alice}&from=100`, read);
    expect(last).toMatchObject({ body: { objects: [{ id: `${vaultUrl}/keys/key-100` }], ways: [{}] } });
    expect(last.body).not.toHaveProperty('nextLink');
  });

  it('ends a page early where each object has very many ways', async () => {
    const { call, world } = await anApiWithReach(3);
    const many = Array.from({ length: 1_500 }, (_, n) => ({ ...aGrant(alice), id: `grant-${n}` }));
    Object.assign(world.access.planted, { grants: many });
    const first = await call(`GET /api/reach?principal=${alice}`, read);
    expect(first).toMatchObject({ body: { total: 3, nextLink: expect.stringMatching(/from=1$/) } });
    expect(await call(`GET /api/reach?principal=${alice}&from=2`, read)).toMatchObject({
      body: { objects: [{ id: `${vaultUrl}/keys/key-2` }] },
    });
  });

  it('says nothing to somebody who may not read, and takes ids only', async () => {
    const { call } = await anApiWithReach(1);
    expect(await call(`GET /api/reach?principal=${alice}`, { roles: ['Rewrap.Operate'] })).toMatchObject({
      status: 403,
    });
    expect(await call('GET /api/reach?principal=alice', read)).toMatchObject({ status: 400 });
  });
});
