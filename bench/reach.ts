import { reachesIn } from '../shared/access/reach-of';
import { bruteForce } from '../test/shared/access/brute-force';
import { generatedTenant } from '../test/shared/access/generated-tenant';
import { aWatchedDirectory } from '../test/shared/access/watched-directory';
import { figure, type Figure } from './figure';

const promisedSeconds = 10;

const secondsFor = (work: () => void): number => {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1_000;
};

/** Requests to Microsoft Graph of looks at 500 groups of 40 people each, without those for roles of the directory. */
async function requestsPerLook(): Promise<Figure[]> {
  const { directory, given, asking, look, whole } = aWatchedDirectory({ pageSize: 100 });
  for (let n = 0; n < 20_000; n += 1) {
    const [id, group] = [`person ${n}`, `group ${n % 500}`];
    directory.put({ kind: 'user', id, displayName: id, accountEnabled: true });
    directory.put({ kind: 'group', id: group, displayName: group });
    directory.join(group, id);
    given.add(group);
  }
  const unwatched = await asking(whole);
  await look();
  await look();
  const quiet = await asking(look);
  for (let n = 0; n < 5; n += 1) directory.leave(`group ${n}`, `person ${n}`);
  const changed = await asking(look);
  return [
    figure('requests of a look at 500 groups of 40, all read whole', 'requests', [unwatched.length]),
    figure('the same, once they are watched', 'requests', [quiet.length]),
    figure('the same, after five of them changed', 'requests', [changed.length]),
  ];
}

/** Reports of everybody in a generated tenant of 1,000 principals, and beside them the brute force that they are checked by. */
export async function measureReach(): Promise<Figure[]> {
  const tenants = [1, 2, 3].map((seed) => generatedTenant(seed, 1_000));
  const reports = tenants.map((facts) =>
    secondsFor(() => facts.principals.map(({ id }) => id).forEach(reachesIn(facts))),
  );
  const bruteForced = tenants.map((facts) =>
    secondsFor(() => facts.principals.map(({ id }) => id).forEach(bruteForce(facts))),
  );
  return [
    figure('reach of 1,000 principals, all of them', 's', reports, promisedSeconds),
    figure('the same by brute force', 's', bruteForced),
    ...(await requestsPerLook()),
  ];
}
