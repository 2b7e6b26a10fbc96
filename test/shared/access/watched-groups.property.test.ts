import type { GroupBatch } from '../../../shared/access/group-batch';
import type { Rows } from '../../../shared/evidence/rows';
import { fc } from '../../properties';
import { aWatchedDirectory, type WatchedDirectory } from './watched-directory';

const people = ['ann', 'bob', 'cem', 'dan'];
const groups = ['red', 'green', 'blue', 'grey'];

const aTenant = () => {
  const tenant = aWatchedDirectory();
  const { directory } = tenant;
  for (const id of people) directory.put({ kind: 'user', id, displayName: id, accountEnabled: true });
  for (const id of groups) directory.put({ kind: 'group', id, displayName: id });
  directory.put({ kind: 'servicePrincipal', id: 'vm', displayName: 'vm', servicePrincipalType: 'ManagedIdentity' });
  for (const group of ['red', 'green']) tenant.given.add(group);
  return tenant;
};

const setEnabled = ({ directory }: WatchedDirectory, id: string, accountEnabled: boolean) => {
  if (directory.get(id)) directory.put({ kind: 'user', id, displayName: id, accountEnabled });
};

interface Whom {
  readonly group: string;
  readonly who: string;
  readonly person: string;
}

/** What happens in the directory, in the estate, and to us. */
const acts = {
  join: ({ directory }: WatchedDirectory, { group, who }: Whom) => directory.join(group, who),
  leave: ({ directory }: WatchedDirectory, { group, who }: Whom) => directory.leave(group, who),
  own: ({ directory }: WatchedDirectory, { group, who }: Whom) => directory.own(group, who),
  disown: ({ directory }: WatchedDirectory, { group, who }: Whom) => directory.disown(group, who),
  disable: (tenant: WatchedDirectory, { person }: Whom) => setEnabled(tenant, person, false),
  enable: (tenant: WatchedDirectory, { person }: Whom) => setEnabled(tenant, person, true),
  delete: ({ directory }: WatchedDirectory, { who }: Whom) => directory.remove(who),
  grant: ({ given }: WatchedDirectory, { group }: Whom) => given.add(group),
  revoke: ({ given }: WatchedDirectory, { group }: Whom) => given.delete(group),
  hide: ({ hidden }: WatchedDirectory, { group }: Whom) => hidden.add(group),
  show: ({ hidden }: WatchedDirectory) => hidden.clear(),
  expire: ({ expireLinks }: WatchedDirectory) => expireLinks(),
  wait: ({ pass }: WatchedDirectory) => pass(25),
};
type Act = keyof typeof acts;
const often: readonly Act[] = ['join', 'join', 'join', 'leave', 'leave', 'disown', 'own', 'disable'];
const seldom: readonly Act[] = ['enable', 'delete', 'grant', 'revoke', 'hide', 'show', 'expire', 'wait'];

const aChange = fc.record({
  act: fc.constantFrom(...often, ...seldom),
  group: fc.constantFrom(...groups),
  who: fc.constantFrom(...people, ...groups, 'vm'),
  person: fc.constantFrom(...people),
});
/** By one, by two at once, or by one that dies before it has kept anything, or in between. */
const aLook = fc.constantFrom('one', 'two', 'dies before', 'dies after');
const stage = fc.record({ changes: fc.array(aChange, { maxLength: 4 }), by: aLook });

/** Dies in the middle of keeping: before the first row is written, or after it. */
const dying = (rows: Rows<GroupBatch>, by: string): Rows<GroupBatch> => ({
  ...rows,
  async write(...row) {
    if (by === 'dies after') await rows.write(...row);
    throw new Error('The process has died.');
  },
});

const looks = async (tenant: WatchedDirectory, by: string) => {
  if (by.startsWith('dies')) await tenant.lookWith(dying(tenant.rows, by)).catch(() => undefined);
  return Promise.all(by === 'two' ? [tenant.look(), tenant.look()] : [tenant.look()]);
};

describe('groups that are watched', () => {
  it('show what groups that are read whole show, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stage, { minLength: 4, maxLength: 8 }), async (stages) => {
        const tenant = aTenant();
        for (const { changes, by } of stages) {
          for (const { act, ...whom } of changes) acts[act](tenant, whom);
          const whole = await tenant.whole();
          for (const facts of await looks(tenant, by)) expect(facts).toEqual(whole);
        }
      }),
      { numRuns: 10 },
    );
  });
});
