/**
 * Writes `test/fixtures/azure-types.json`: of every resource type that the templates use, the properties that Azure's published
 * types know. `node scripts/azure-types.mjs PATH`, where PATH is a clone of https://github.com/Azure/bicep-types-az. Run it
 * again after a template takes another type or version; the test of the templates tells.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [clone] = process.argv.slice(2);
const git = (...args) => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8', maxBuffer: 1e9 });

const templates = readdirSync('infra', { recursive: true }).filter((file) => file.endsWith('.bicep'));
const used = new Set(
  templates.flatMap(
    (file) => readFileSync(join('infra', file), 'utf8').match(/Microsoft\.[\w./]+@\d{4}-\d\d-\d\d(-preview)?/g) ?? [],
  ),
);

const deepest = 9;
const readOnly = 2;
const required = 1;

const properties = (of, next) => {
  const known = Object.entries(of ?? {}).filter(([, { flags }]) => !(flags & readOnly));
  return {
    properties: Object.fromEntries(known.map(([name, property]) => [name, next(property.type)])),
    required: known.filter(([, { flags }]) => flags & required).map(([name]) => name),
  };
};

const words = ({ elements }, types) => {
  const of = elements.map(({ $ref }) => types[Number($ref.slice(2))]);
  const literal = of.filter(({ $type }) => $type === 'StringLiteralType').map(({ value }) => value);
  if (literal.length === 0) return 'any';
  return { enum: literal, ...(literal.length < of.length && { open: true }) };
};

/** How each kind of type is written: a name, `{ enum }`, `{ array }`, `{ one: discriminator, of }` or `{ properties, required }`. */
const plainly = {
  StringType: () => 'string',
  IntegerType: () => 'int',
  BooleanType: () => 'bool',
  StringLiteralType: ({ value }) => ({ enum: [value] }),
  UnionType: (type, _, types) => words(type, types),
  ArrayType: ({ itemType }, next) => ({ array: next(itemType) }),
  ObjectType: (type, next) => ({
    ...properties(type.properties, next),
    ...(type.additionalProperties && { open: true }),
  }),
  DiscriminatedObjectType: (type, next) => ({
    one: type.discriminator,
    of: Object.fromEntries(Object.entries(type.elements).map(([name, ref]) => [name, next(ref)])),
    ...properties(type.baseProperties, next),
  }),
};

const plain = (types, { $ref }, depth) => {
  const type = types[Number($ref.slice(2))];
  const next = (ref) => (depth < deepest ? plain(types, ref, depth + 1) : 'any');
  return plainly[type.$type]?.(type, next, types) ?? 'any';
};

const files = git('ls-tree', '-r', '--name-only', 'HEAD', 'generated/').split('\n');
const found = {};
for (const name of [...used].toSorted((a, b) => a.localeCompare(b))) {
  const [type, version] = name.split('@');
  const folder = `/${type.split('/')[0].toLowerCase()}/${version}/types.json`;
  for (const file of files.filter((path) => path.endsWith(folder))) {
    const types = JSON.parse(git('show', `HEAD:${file}`));
    const resource = types.find(
      (each) => each.$type === 'ResourceType' && each.name.toLowerCase() === name.toLowerCase(),
    );
    if (resource) found[name] = plain(types, resource.body, 0);
  }
  if (!found[name]) console.error(`${name} is not published`);
}
const source = `github.com/Azure/bicep-types-az at ${git('rev-parse', 'HEAD').trim()}`;
writeFileSync('test/fixtures/azure-types.json', `${JSON.stringify({ source, types: found })}\n`);
