import { reachesIn } from '../shared/access/reach-of';
import { bruteForce } from '../test/shared/access/brute-force';
import { generatedTenant } from '../test/shared/access/generated-tenant';
import { figure, type Figure } from './figure';

const promisedSeconds = 10;

const secondsFor = (work: () => void): number => {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1_000;
};

/** Reports of everybody in a generated tenant of 1,000 principals, and beside them the brute force that they are checked by. */
export function measureReach(): Promise<Figure[]> {
  const tenants = [1, 2, 3].map((seed) => generatedTenant(seed, 1_000));
  const reports = tenants.map((facts) =>
    secondsFor(() => facts.principals.map(({ id }) => id).forEach(reachesIn(facts))),
  );
  const bruteForced = tenants.map((facts) =>
    secondsFor(() => facts.principals.map(({ id }) => id).forEach(bruteForce(facts))),
  );
  return Promise.resolve([
    figure('reach of 1,000 principals, all of them', 's', reports, promisedSeconds),
    figure('the same by brute force', 's', bruteForced),
  ]);
}
