import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** A resource or module, without the loop and the condition around its body. */
export interface Declared {
  readonly symbol: string;
  /** `Microsoft.X/y@2024-01-01`, or the path of a module. */
  readonly of: string;
  readonly existing: boolean;
  readonly body: Node;
}

/** A Bicep file as its grammar reads it. */
export interface Template {
  readonly file: string;
  readonly text: string;
  readonly root: Node;
  readonly parameters: ReadonlyMap<string, { readonly required: boolean }>;
  readonly variables: ReadonlyMap<string, Node>;
  readonly resources: readonly Declared[];
  readonly modules: readonly Declared[];
  readonly outputs: readonly string[];
}

/** Every Bicep file of the repository. */
export const bicepFiles: readonly string[] = readdirSync('infra', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.bicep'))
  .map((file) => join('infra', file))
  .toSorted();

const loaded = (async () => {
  await Parser.init();
  const grammar = readFileSync(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
  return new Parser().setLanguage(await Language.load(grammar));
})();

/** Every node below, itself included. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.namedChildren) if (child) yield* nodesOf(child);
}

export const childrenOf = (node: Node, type?: string): Node[] =>
  node.namedChildren.flatMap((child) => (child && (!type || child.type === type) ? [child] : []));

/** What a string says, without its quotes. An interpolation stands as it was written. */
export const wordOf = ({ text }: Node): string => text.replaceAll(/^'|'$/g, '');

/** The properties of an object, by name. */
export const propertiesOf = (object: Node): ReadonlyMap<string, Node> =>
  new Map(
    childrenOf(object, 'object_property').flatMap((property) => {
      const [name, value] = childrenOf(property).filter(({ type }) => type !== 'comment');
      return name && value ? [[wordOf(name), value] as const] : [];
    }),
  );

/** The object that is declared, inside of `[for …: if (…) {…}]`. */
export const bodyOf = (node: Node): Node => {
  if (!['for_statement', 'if_statement'].includes(node.type)) return node;
  const inner = childrenOf(node).at(-1);
  return inner ? bodyOf(inner) : node;
};

const declared = (node: Node): Declared => {
  const [symbol, of, ...rest] = childrenOf(node).filter(({ type }) => !['decorators', 'comment'].includes(type));
  const body = rest.at(-1);
  if (!symbol || !of || !body) throw new Error(`Expected a name, a type and a body, found ${node.text.slice(0, 80)}`);
  const existing = /^\w+ \w+ '[^']*' existing\b/m.test(node.text);
  return { symbol: symbol.text, of: wordOf(of), existing, body: bodyOf(body) };
};

const nameIn = (node: Node): string => childrenOf(node, 'identifier')[0]?.text ?? '';

/** Reads a template. Its text may be given, for tests of the checks. */
export async function readTemplate(file: string, text = readFileSync(file, 'utf8')): Promise<Template> {
  const root = (await loaded).parse(text)?.rootNode;
  if (!root) throw new Error(`Expected the grammar to read ${file}, but it gave up.`);
  const all = (type: string) => childrenOf(root, type);
  return {
    file,
    text,
    root,
    parameters: new Map(
      all('parameter_declaration').map((node) => [nameIn(node), { required: !/^param \w+ [^\n]*=/m.test(node.text) }]),
    ),
    variables: new Map(all('variable_declaration').map((node) => [nameIn(node), childrenOf(node).at(-1) ?? node])),
    resources: all('resource_declaration').map(declared),
    modules: all('module_declaration').map(declared),
    outputs: all('output_declaration').map(nameIn),
  };
}
