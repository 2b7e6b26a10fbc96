import { resourceTypes } from '../../../../local/arm/resource-types';
import { hours, minutes } from '../estate';
import { propertiesOf, renamed } from '../misspelling';
import { aResource } from './a-resource';
import { apps } from './apps';
import { containers } from './containers';
import { databases } from './databases';
import { keyBlocks } from './key-blocks';
import { services } from './services';
import { stores } from './stores';
import { vaults } from './vaults';
import { wholes } from './wholes';
import { messaging } from './messaging';
import type { TypeCase } from './type-case';

const cases: readonly TypeCase[] = [
  ...apps,
  ...containers,
  ...databases,
  ...keyBlocks,
  ...messaging,
  ...services,
  ...stores,
  ...vaults,
  ...wholes,
];

/** Types whose own files test them. */
const elsewhere = /storage|diskEncryptionSets|databaseAccounts|Sql\/\w+\/(keys|encryptionProtector)|Synapse|NetApp/;

it('every resource type whose key is written is tested here or by a file of its own', () => {
  const known = resourceTypes
    .filter(({ references, writes }) => references && (writes.PATCH ?? writes.PUT))
    .map(({ type }) => type);
  expect(cases.map(({ type }) => type).toSorted()).toEqual(known.filter((type) => !elsewhere.test(type)).toSorted());
});

describe.each(cases)('$type', (each) => {
  it('takes the documented write, and is on the new version once that is over', async () => {
    const { write, shows, inUse, pass, health } = aResource(each, 'v1');
    const { status, headers, error } = await write(each.body('v2'));
    expect([status, error]).toEqual([each.status, undefined]);
    const { tells = each.status === 202 ? ['operation', 'location'] : [] } = each;
    expect(headers.has('azure-asyncoperation')).toBe(tells.includes('operation'));
    expect(headers.has('location')).toBe(tells.includes('location'));

    pass(minutes(1));
    expect(await shows(each.named)).toMatch(/\bv2$/);
    expect(inUse().at(-1)).toBe('v2');
    expect(health()).toBe('ok');
    if (each.shown) expect(await shows(each.shown)).toMatch(/\bv2$/);
    if (each.tellsWhileFollowing) expect(await shows(each.tellsWhileFollowing)).toBeUndefined();
  });

  it('refuses every single property of that write misspelt, and changes nothing', async () => {
    const { write, read } = aResource(each, 'v1');
    const before = await read();
    const body = each.body('v2');
    for (const property of propertiesOf(body, each.free)) {
      const wrong = `${property.at(-1)}s`;
      const refused = await write(renamed(body, property, wrong));
      expect([property, refused.status]).toEqual([property, 400]);
      expect(refused.error?.message).toContain(`"${wrong}"`);
    }
    expect(await read()).toEqual(before);
  });

  it('refuses a version that is disabled or missing', async () => {
    const { write, vault, shows } = aResource(each, 'v1');
    vault.disable('v2');
    for (const [version, code] of [
      ['v2', /Disabled$/],
      ['v9', /NotFound$/],
    ] as const) {
      const refused = await write(each.body(version));
      expect([refused.status, refused.error?.code]).toEqual([400, expect.stringMatching(code)]);
    }
    expect(await shows(each.named)).toMatch(/\bv1$/);
  });
});

const follows = cases.filter(({ versionless }) => typeof versionless === 'number');
const stays = cases.filter(({ versionless }) => versionless === 'stays');
const refuses = cases.filter(({ versionless }) => versionless === 'refused');

describe('a reference without a version', () => {
  it.each(follows)('of $type follows within its lag, and tells no more than is documented', async (each) => {
    const { inUse, pass, read, shows } = aResource(each);
    const lag = minutes(Number(each.versionless));
    pass(lag - 1);
    expect(inUse().at(-1)).toBe('v1');
    pass(1);
    expect(inUse().at(-1)).toBe('v2');
    const shown = each.shown ?? each.tellsWhileFollowing;
    if (shown) expect(await shows(shown)).toMatch(/\bv2$/);
    else expect(JSON.stringify(await read())).not.toMatch(/\bv[12]\b/);
  });

  it.each(stays)('of $type stays on the version that it met', async (each) => {
    const { inUse, pass } = aResource(each);
    pass(hours(1000));
    expect(inUse().at(-1)).toBe('v1');
  });

  it.each(refuses)('of $type is refused', async (each) => {
    const { write } = aResource(each, 'v1');
    expect((await write(each.body())).status).toBe(400);
  });
});
