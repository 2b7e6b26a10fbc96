import { readFileSync } from 'node:fs';
import type { Node } from 'web-tree-sitter';
import * as z from 'zod';
import { bodyOf, childrenOf, type Declared, propertiesOf, type Template, wordOf } from './bicep';

/** As `scripts/azure-types.mjs` writes them. */
interface Shape {
  readonly properties?: Readonly<Record<string, Type>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly open?: boolean | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly array?: Type | undefined;
  readonly one?: string | undefined;
  readonly of?: Readonly<Record<string, Type>> | undefined;
}
type Type = string | Shape;

const Type: z.ZodType<Type> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({
      properties: z.record(z.string(), Type).optional(),
      required: z.array(z.string()).optional(),
      open: z.boolean().optional(),
      enum: z.array(z.string()).optional(),
      array: Type.optional(),
      one: z.string().optional(),
      of: z.record(z.string(), Type).optional(),
    }),
  ]),
);

/** What Azure's published types know of the resources that the templates use. */
export const azureTypes = z
  .object({ types: z.record(z.string(), Type) })
  .parse(JSON.parse(readFileSync('test/fixtures/azure-types.json', 'utf8'))).types;

/** Bicep's own, which stand beside the properties of every resource. */
const bicepsOwn = ['parent', 'scope', 'dependsOn', 'name'];

/** With the shape of the one that the object says it is. */
const settle = (shape: Shape, given: ReadonlyMap<string, Node>): Shape => {
  const chosen = shape.one && given.get(shape.one);
  const named = chosen ? shape.of?.[wordOf(chosen)] : undefined;
  if (!named || typeof named === 'string') return { ...shape, ...(shape.one && { open: true }) };
  return {
    properties: { ...shape.properties, ...named.properties },
    required: [...(shape.required ?? []), ...(named.required ?? [])],
    open: named.open,
  };
};

type Variables = Template['variables'];

const inObject = (path: string, object: Node, shape: Shape, variables: Variables): string[] => {
  const given = propertiesOf(object);
  const { properties = {}, required = [], open } = settle(shape, given);
  return [
    ...required.filter((name) => !given.has(name)).map((name) => `${path}.${name} is missing`),
    ...[...given].flatMap(([name, value]) => {
      const type = properties[name];
      if (type !== undefined) return against(`${path}.${name}`, value, type, variables);
      return open || name.includes('${') ? [] : [`${path}.${name} is not known`];
    }),
  ];
};

const inString = (path: string, node: Node, shape: Shape): string[] => {
  const word = wordOf(node);
  const free = shape.open || word.includes('${') || !shape.enum;
  return free || shape.enum?.includes(word) ? [] : [`${path} is ${word}, not one of ${shape.enum?.join(', ')}`];
};

/** What is wrong with a value that is written out, here or in a variable; other expressions are taken as they are. */
function against(path: string, value: Node, type: Type, variables: Variables): string[] {
  const variable = value.type === 'identifier' ? variables.get(value.text) : undefined;
  if (variable) return against(path, variable, type, variables);
  if (value.type === 'ternary_expression')
    return childrenOf(value)
      .slice(1)
      .flatMap((branch) => against(path, branch, type, variables));
  if (typeof type === 'string') return againstWord(path, value, type);
  if (value.type === 'object') return type.array ? [`${path} is no array`] : inObject(path, value, type, variables);
  if (value.type === 'string') return inString(path, value, type);
  return type.array === undefined ? [] : inArray(path, value, type.array, variables);
}

const inArray = (path: string, value: Node, type: Type, variables: Variables): string[] => {
  const members = {
    array: () => childrenOf(value).filter((each) => each.type !== 'comment'),
    for_statement: () => [bodyOf(value)],
  };
  const of = value.type === 'array' || value.type === 'for_statement' ? members[value.type]() : [];
  return of.flatMap((each) => against(`${path}[]`, each, type, variables));
};

const written: Readonly<Record<string, string>> = { string: 'string', number: 'int', boolean: 'bool' };

const againstWord = (path: string, value: Node, type: string): string[] => {
  const found = written[value.type];
  return type === 'any' || found === undefined || found === type ? [] : [`${path} is a ${found}, not a ${type}`];
};

const ofResource = ({ symbol, of, existing, body }: Declared, variables: Variables): string[] => {
  const type = azureTypes[of];
  if (type === undefined) return [`${of} is not in the list of types: run scripts/azure-types.mjs`];
  if (existing || typeof type === 'string') return [];
  const rest = { ...type, properties: { ...type.properties } };
  for (const name of bicepsOwn) rest.properties[name] ??= 'any';
  return inObject(symbol, body, rest, variables);
};

/** What the published types of the resources do not know of them, or miss. */
export const againstTypes = ({ resources, variables }: Template): string[] =>
  resources.flatMap((resource) => ofResource(resource, variables));
