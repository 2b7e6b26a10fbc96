import * as z from 'zod';
import { policySchema } from '../../shared/policy/policy-schema';
import { code, page, table } from './markdown';

/** As much of a JSON Schema as the page shows. */
interface Node {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly string[] | undefined;
  readonly const?: string | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly oneOf?: readonly Node[] | undefined;
  readonly anyOf?: readonly Node[] | undefined;
}
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    enum: z.array(z.string()).optional(),
    const: z.string().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), Node).optional(),
    items: Node.optional(),
    oneOf: z.array(Node).optional(),
    anyOf: z.array(Node).optional(),
  }),
);

const kindOf = ({ type, enum: values, const: constant, items, oneOf, anyOf }: Node): string => {
  if (constant !== undefined) return code(constant);
  if (values) return values.map(code).join(' or ');
  if (items) return `list of ${items.properties || items.oneOf ? 'objects' : kindOf(items)}`;
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  return oneOf ? 'object' : (type ?? 'anything');
};

const presenceOf = (node: Node, required: boolean): string => {
  if (node.default !== undefined) return `default ${code(JSON.stringify(node.default))}`;
  return required ? 'required' : 'optional';
};

/** One row per property, depth first. The alternatives of a list of objects follow one another. */
function rowsOf(node: Node, path: string): string[][] {
  const below = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const at = path ? `${path}.${name}` : name;
    const row = [code(at), kindOf(child), presenceOf(child, node.required?.includes(name) ?? false)];
    return [[...row, child.description ?? ''], ...rowsOf(child, at)];
  });
  const members = [...(node.items ? [node.items] : []), ...(node.oneOf ?? [])];
  return [...below, ...members.flatMap((member) => rowsOf(member, node.items ? `${path}[]` : path))];
}

/** Every field of policy.yaml. */
export const policyPage = (): string =>
  page(
    'Policy',
    'The fields of `policy.yaml`. An editor that knows JSON Schema checks and completes the file with `policy.schema.json`. Durations are ISO 8601, such as `P90D`.',
    table(['Field', 'Kind', 'Presence', 'What it says'], rowsOf(Node.parse(policySchema()), '')),
  );
