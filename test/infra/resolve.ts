import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Node } from 'web-tree-sitter';
import { childrenOf, nodesOf, propertiesOf, type Template, wordOf } from './bicep';

/** Names that a loop or a lambda brings. */
const broughtIn = (template: Template): string[] =>
  [...nodesOf(template.root)].flatMap((node) => {
    if (node.type === 'for_loop_parameters') return childrenOf(node).map(({ text }) => text);
    if (node.type === 'for_statement')
      return childrenOf(node, 'identifier')
        .slice(0, 1)
        .map(({ text }) => text);
    if (node.type === 'lambda_expression')
      return childrenOf(node, 'identifier')
        .slice(0, 1)
        .map(({ text }) => text);
    return [];
  });

const isName = (node: Node): boolean => {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === 'object_property') return parent.namedChildren[0]?.id === node.id;
  if (parent.type.endsWith('_declaration')) return childrenOf(parent, 'identifier')[0]?.id === node.id;
  return false;
};

const isInDecorator = (node: Node): boolean =>
  node.type === 'decorators' || (node.parent !== null && isInDecorator(node.parent));

const isCalled = (node: Node, { text }: Template): boolean => text[node.endIndex] === '(';

const used = (template: Template): Node[] =>
  [...nodesOf(template.root)].filter(
    (node) => node.type === 'identifier' && !isName(node) && !isCalled(node, template) && !isInDecorator(node),
  );

const declaredIn = ({ parameters, variables, resources, modules }: Template): string[] => [
  ...parameters.keys(),
  ...variables.keys(),
  ...[...resources, ...modules].map(({ symbol }) => symbol),
];

/** Names that nothing in the file declares. */
export const unresolved = (template: Template): string[] => {
  const known = new Set([...declaredIn(template), ...broughtIn(template)]);
  const types = new Set(childrenOf(template.root, 'type_declaration').map((node) => childrenOf(node)[0]?.text));
  return used(template).flatMap(({ text }) => (known.has(text) || types.has(text) ? [] : [text]));
};

/** Parameters and variables that nothing in the file uses. */
export const unused = (template: Template): string[] => {
  const names = new Set(used(template).map(({ text }) => text));
  return [...template.parameters.keys(), ...template.variables.keys()].filter((name) => !names.has(name));
};

const targetOf = (template: Template, path: string): string => join(dirname(template.file), path);

/** `module.outputs.x` and `module[i].outputs.x` whose module has no such output. */
export const missingOutputs = (template: Template, all: ReadonlyMap<string, Template>): string[] =>
  template.modules.flatMap(({ symbol, of }) => {
    const outputs = all.get(targetOf(template, of))?.outputs ?? [];
    const asked = template.text.matchAll(new RegExp(`\\b${symbol}(?:\\[[^\\]]*\\])?\\.\\??outputs\\.\\??(\\w+)`, 'g'));
    return [...asked].flatMap(([, name = '']) => (outputs.includes(name) ? [] : [`${symbol}.outputs.${name}`]));
  });

/** What is handed to a module that it does not ask for, and what it asks for in vain. */
export const misfits = (template: Template, all: ReadonlyMap<string, Template>): string[] =>
  template.modules.flatMap(({ symbol, of, body }) => {
    const target = all.get(targetOf(template, of));
    if (!target) return [`${symbol}: there is no ${of}`];
    const parameters = propertiesOf(body).get('params');
    const given = parameters ? [...propertiesOf(parameters).keys()] : [];
    const wanted = [...target.parameters].flatMap(([name, { required }]) => (required ? [name] : []));
    return [
      ...given.filter((name) => !target.parameters.has(name)).map((name) => `${symbol}: ${of} takes no ${name}`),
      ...wanted.filter((name) => !given.includes(name)).map((name) => `${symbol}: ${of} needs ${name}`),
    ];
  });

const stepInto = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;

/** Members of loaded JSON files that are not there, and files that are not. */
export const missingContents = (template: Template): string[] =>
  [...nodesOf(template.root)].flatMap((node) => {
    if (node.type !== 'call_expression' || !node.text.startsWith('loadJsonContent(')) return [];
    const [path] = [...nodesOf(node)].filter(({ type }) => type === 'string');
    const file = path ? targetOf(template, wordOf(path)) : '';
    if (!existsSync(file)) return [file];
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const variable = [...template.variables].find(([, value]) => value.id === node.id)?.[0];
    const chains = variable
      ? [...template.text.matchAll(new RegExp(`(?<![-/'\\w])${variable}((?:\\.\\w+)+)`, 'g'))]
      : [];
    return chains.flatMap(([whole, chain = '']) =>
      chain.split('.').slice(1).reduce(stepInto, json) === undefined ? [`${whole} in ${file}`] : [],
    );
  });
