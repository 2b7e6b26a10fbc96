import { fc } from '../../properties';
import { parseQuery } from '../../../local/arm/graph/query';
import { armTypes } from '../../../shared/dependents';
import type { ArmDependent, Reference } from '../../../shared/dependents/arm-dependent';
import { GraphRow, isUserOf, usersOf, usersOfVaults } from '../../../shared/dependents/graph-queries';
import { withAt } from '../../../shared/dependents/json-path';
import { mentions } from '../../../shared/dependents/mentions';
import { placesOf } from '../../../shared/dependents/reference';
import { hostOf, KeyUrl, nameOf, vaultOf } from '../../../shared/keys/key-url';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-'.split('');
const aName = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 });
const aLabel = aName.map((name) => `v${name}x`);
const aDomain = fc.constantFrom('vault.azure.net', 'managedhsm.azure.net', 'vault.azure.cn', 'vault.usgovcloudapi.net');
const aKey = fc
  .tuple(aLabel, aDomain, aName)
  .map(([label, domain, name]) => KeyUrl.parse(`https://${label}.${domain}/keys/${name}`));
const aVersion = fc.option(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 32, maxLength: 32 }),
  {
    nil: undefined,
  },
);

/** One way of spelling among those that services use. */
interface Spelling {
  readonly upper: readonly boolean[];
  readonly port: boolean;
  readonly slash: boolean;
  readonly version: string | undefined;
}
const aSpelling: fc.Arbitrary<Spelling> = fc.record({
  upper: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
  port: fc.boolean(),
  slash: fc.boolean(),
  version: aVersion,
});

const cased = (text: string, { upper }: Spelling): string =>
  text.replaceAll(/./g, (letter, at: number) => (upper[at % upper.length] ? letter.toUpperCase() : letter));
const vaultAs = (key: KeyUrl, how: Spelling): string =>
  cased(`https://${hostOf(key)}`, how) + (how.port ? ':443' : '') + (how.slash ? '/' : '');
const urlAs = (key: KeyUrl, how: Spelling): string =>
  vaultAs(key, { ...how, slash: false }) +
  `/keys/${cased(nameOf(key), how)}` +
  (how.version ? `/${how.version}` : '') +
  (how.slash ? '/' : '');

/** Every kind of reference that a type has. */
const references = armTypes.flatMap((adapter) => adapter.references.map((reference) => ({ adapter, reference })));
const aReference = fc.constantFrom(...references);

/** A resource that holds just this reference to the key. */
const holding = ({ where, each }: Reference, key: KeyUrl, how: Spelling): Record<string, unknown> => {
  const fields =
    where.style === 'uri'
      ? [[where.path, urlAs(key, how)]]
      : [
          [where.vaultUri, vaultAs(key, how)],
          [where.keyName, cased(nameOf(key), how)],
          ...(where.keyVersion && how.version ? [[where.keyVersion, how.version]] : []),
        ];
  const member = fields.reduce<Record<string, unknown>>((made, [path = '', value]) => withAt(made, path, value), {});
  return each ? withAt({}, each, [member]) : member;
};

const rowsOf = (query: string, resource: Record<string, unknown>) =>
  parseQuery(query)([{ id: '/x', type: 'x', ...resource }]).map((row) => GraphRow.parse(row));

/** Whether Resource Graph names it, asked for the key alone; asked for its whole vault it must come to the same. */
const hits = (key: KeyUrl, resource: Record<string, unknown>): boolean => {
  const isNamed = rowsOf(usersOf(key), resource).length === 1;
  expect(
    rowsOf(usersOfVaults([vaultOf(key), 'https://another.vault.azure.net']), resource).some((row) =>
      isUserOf(key, row),
    ),
  ).toBe(isNamed);
  return isNamed;
};

/** Keys that are told from this one by a letter: of the name or of the vault. */
const nearlyThe = (key: KeyUrl): readonly KeyUrl[] =>
  [
    `${key}0`,
    key.replace('/keys/', '/keys/0'),
    key.replace('https://', 'https://x'),
    key.replace('.vault.', '0.vault.').replace('.managedhsm.', '0.managedhsm.'),
  ].map((url) => KeyUrl.parse(url));

/** A path that no type lists. */
const anOddPath = fc
  .array(fc.constantFrom('custom', 'odd', 'inner', '0'), { minLength: 1, maxLength: 3 })
  .map((names) => ['properties', 'odd', ...names].join('.'));

describe('telling who uses a key', () => {
  it('finds every reference, however it is spelled', () => {
    fc.assert(
      fc.property(aReference, aKey, aSpelling, ({ adapter, reference }, key, how) => {
        expect(placesOf(adapter, holding(reference, key, how), key)).toHaveLength(1);
      }),
    );
  });

  it('takes no other key for it, however alike its name or vault', () => {
    fc.assert(
      fc.property(aReference, aKey, aSpelling, ({ adapter, reference }, key, how) => {
        const pairs = nearlyThe(key).flatMap((other) => [[key, other] as const, [other, key] as const]);
        for (const [used, asked] of pairs) {
          const resource = holding(reference, used, how);
          hits(asked, resource);
          expect(placesOf(adapter, resource, asked)).toEqual([]);
          expect(mentions(adapter, resource, asked)).toBe(false);
        }
      }),
    );
  });

  it('asks Resource Graph so that it names whatever a type would read as a reference', () => {
    fc.assert(
      fc.property(aReference, aKey, aSpelling, ({ reference }, key, how) => {
        expect(hits(key, holding(reference, key, how))).toBe(true);
      }),
    );
  });

  it('sees a key at a place that the type does not list: as a URL, within a text, or as vault and name far apart', () => {
    const anAdapter = fc.constantFrom<ArmDependent>(...armTypes);
    fc.assert(
      fc.property(anAdapter, anOddPath, aKey, aSpelling, (adapter, path, key, how) => {
        const asUrl = withAt({}, path, urlAs(key, how));
        const asText = withAt({}, path, JSON.stringify({ keyUrl: urlAs(key, how) }));
        const apart = withAt(withAt({}, path, vaultAs(key, how)), 'properties.far.away', cased(nameOf(key), how));
        const inText = withAt({}, path, JSON.stringify({ vault: vaultAs(key, how), name: cased(nameOf(key), how) }));
        for (const resource of [asUrl, asText, apart, inText]) {
          expect(mentions(adapter, resource, key)).toBe(true);
          expect(hits(key, resource)).toBe(true);
        }
      }),
    );
  });

  it('sees no use of the key in a reference to another of the same vault, though its name stands somewhere', () => {
    fc.assert(
      fc.property(aReference, aKey, aSpelling, ({ adapter, reference }, key, how) => {
        const used = KeyUrl.parse(`${key}0`);
        const resource = withAt(holding(reference, used, how), 'properties.accessTier', nameOf(key));
        expect(mentions(adapter, resource, key)).toBe(false);
      }),
    );
  });
});
