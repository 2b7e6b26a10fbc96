/** What a route constraint lets through. Source: ASP.NET Core route constraints; the rest of them is refused. */
const constraints = new Map([
  ['int', '-?[0-9]+'],
  ['long', '-?[0-9]+'],
  ['alpha', '[A-Za-z]+'],
  ['bool', 'true|false'],
  ['guid', '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'],
]);

/** A route as Hono spells it: `items/{id:int}/{part?}/{*rest}` becomes `items/:id{-?[0-9]+}/:part?/:rest{.+}`. */
export const honoPath = (template: string): string =>
  template
    .split('/')
    .map((part) => segment(part, template))
    .join('/');

/** A key by which more literal routes sort before less literal ones, as Azure prefers them. */
export const openness = (template: string): string =>
  template
    .split('/')
    .map((part) => (part.startsWith('{*') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('');

function segment(part: string, template: string): string {
  const [, star, name, constraint, optional] = /^\{(\*{0,2})(\w+)(?::(\w+))?(\?)?\}$/.exec(part) ?? [];
  if (name === undefined) return literal(part, template);
  if (star) return `:${name}{.+}`;
  const pattern = constraint === undefined ? '' : constraints.get(constraint);
  if (pattern === undefined) throw new UnknownConstraint(template, constraint ?? '');
  return `:${name}${pattern && `{${pattern}}`}${optional ?? ''}`;
}

function literal(part: string, template: string): string {
  if (/[{}:*]/.test(part)) throw new UnknownConstraint(template, part);
  return part;
}

/** A route uses something that this host does not know. */
export class UnknownConstraint extends Error {
  constructor(template: string, found: string) {
    super(
      `Expected whole segments {name}, {name?}, {*name} or {name:${[...constraints.keys()].join('|')}} in route ` +
        `"${template}", found "${found}". Simplify the route.`,
    );
  }
}
