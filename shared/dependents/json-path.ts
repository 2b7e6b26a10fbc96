const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The name as the value spells it: providers differ in casing from their own documentation. */
const spelled = (value: Record<string, unknown>, name: string): string =>
  Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;

/** What lies at a path such as `properties.activeKey.keyUrl`, whatever the casing; members of a list by their number. */
export const readAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (isObject(at) ? at[spelled(at, name)] : undefined), value);

/** The text at a path; `undefined` where there is none or an empty one. */
export const textAt = (value: unknown, path: string): string | undefined => {
  const found = readAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** Every text at a path in which `*` stands for each member of a list. */
export const textsAt = (value: unknown, path: string): readonly string[] => {
  const [before = '', after] = path.split('.*.');
  if (after === undefined) return [textAt(value, path) ?? []].flat();
  const members = readAt(value, before);
  return Array.isArray(members) ? members.flatMap((member) => textsAt(member, after)) : [];
};

/** A copy with `to` at the path; everything else, lists included, stays as it is. */
export const withAt = (value: unknown, path: string, to: unknown): Record<string, unknown> => {
  const [name = '', ...rest] = path.split('.');
  const before = isObject(value) ? value : {};
  const key = spelled(before, name);
  const after = rest.length === 0 ? to : withAt(before[key], rest.join('.'), to);
  // A list stays a list: `assign` on a copy of it sets the member, a spread would turn it into an object.
  return Object.assign(Array.isArray(before) ? [...before] : { ...before }, { [key]: after });
};

/** Only what lies at the paths. A path that leads nowhere is left out. */
export const pick = (value: unknown, paths: readonly string[]): Record<string, unknown> =>
  paths.reduce<Record<string, unknown>>((picked, path) => {
    const found = readAt(value, path);
    return found === undefined || found === null ? picked : withAt(picked, path, found);
  }, {});

const withoutOne = (value: Record<string, unknown>, path: string): Record<string, unknown> => {
  const [name = '', ...rest] = path.split('.');
  const key = spelled(value, name);
  const inner = value[key];
  if (rest.length > 0) return isObject(inner) ? { ...value, [key]: withoutOne(inner, rest.join('.')) } : value;
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
};

/** A copy without what lies at the paths. */
export const without = (value: object, paths: readonly string[]): Record<string, unknown> =>
  paths.reduce<Record<string, unknown>>(withoutOne, { ...value });
