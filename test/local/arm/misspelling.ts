/** A body of a write; below an array the names are places. */
export type Body = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null;

/**
 * Every property of the body, as the path to it.
 * @param free names below which everything is the caller's own
 */
export const propertiesOf = (body: Body, free: readonly string[] = []): string[][] =>
  Object.entries(body).flatMap(([name, value]) => [
    ...(Array.isArray(body) ? [] : [[name]]),
    ...(isObject(value) && !free.includes(name) ? propertiesOf(value, free).map((path) => [name, ...path]) : []),
  ]);

/** The body with the property at the path under another name. */
export function renamed(body: Body, [name = '', ...rest]: readonly string[], to: string): Body {
  const changed = Object.entries(body).map(([each, value]): [string, unknown] => {
    if (each !== name) return [each, value];
    if (rest.length === 0 || !isObject(value)) return [to, value];
    const inner = renamed(value, rest, to);
    return [each, Array.isArray(value) ? Object.values(inner) : inner];
  });
  return Object.fromEntries(changed);
}
