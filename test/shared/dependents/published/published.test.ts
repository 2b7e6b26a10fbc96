import { armTypes } from '../../../../shared/dependents';
import { without } from '../../../../shared/dependents/json-path';
import { armCases } from '../arm-cases';
import { anArmEstate, key, v1, v2 } from '../arm-estate';
import { databases } from './databases';
import { publishedTo, type PublishedCase } from './published-client';
import { services } from './services';
import { sql } from './sql';
import { storageAndDisks } from './storage-and-disks';

const cases: readonly PublishedCase[] = [...storageAndDisks, ...sql, ...databases, ...services];

/** The resource of a type on v1, and a published client before the same emulator. */
const anEstateWith = ({ type, seeds }: PublishedCase) => {
  const estate = anArmEstate();
  const { pinned, following, byHand } = armCases.find((each) => each.type === type) ?? {};
  for (const seed of seeds ?? pinned ?? following ?? byHand ?? []) estate.emulator.put(seed);
  estate.create(v2);
  estate.create(v2, 'second');
  const apiVersion = armTypes.find((each) => each.type === type)?.apiVersion ?? '';
  return { ...estate, published: publishedTo(estate, apiVersion) };
};

const lower = ({ method, path }: { method: string; path: string }) => [method, path.toLowerCase()];

describe("an adapter and Microsoft's published client", () => {
  it.each(cases)(
    'write $type by the same calls with the same properties, and the emulator takes both',
    async (given) => {
      const { moves, toKey, lacks = [] } = given;
      const ours = anEstateWith(given);
      const { writes } = ours;
      await ours.drive(await ours.only(), toKey && { toKey });

      const theirs = anEstateWith(given);
      for (const move of moves(theirs.published)) {
        await move();
        theirs.pass(600);
      }
      const { sent } = theirs.published;
      expect(sent.map(lower)).toEqual(writes().map(lower));
      for (const [at, { body, status }] of sent.entries()) {
        expect(status).toBeLessThan(300);
        expect(body).toMatchObject(without(Object(writes()[at]?.body), lacks));
      }
    },
  );

  it.each(cases)('find what $type uses at the same places', async (given) => {
    const { published } = anEstateWith(given);
    const read = await given.reads(published);
    expect(read).not.toContain(undefined);
    expect(JSON.stringify(read)).toMatch(given.toKey ? key : v1);
  });
});
