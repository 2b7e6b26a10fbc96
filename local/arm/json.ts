/** A JSON object of a wire body; what stands in it is known to the schemas of the resource types. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param path names separated by dots */
export const at = (json: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isJson(value) ? value[name] : undefined), json);

/** The text at the path; undefined when it is absent, empty, or no text. */
export function textAt(json: Json, path: string): string | undefined {
  const value = at(json, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A copy with the value at the path; the objects on the way are made where they are missing. */
export function withAt(json: Json, path: string, value: unknown): Json {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...json, [name]: value };
  const inner = json[name];
  return { ...json, [name]: withAt(isJson(inner) ? inner : {}, rest.join('.'), value) };
}

/** A copy without what is at the path. */
export function withoutAt(json: Json, path: string): Json {
  const [name = '', ...rest] = path.split('.');
  const { [name]: inner, ...others } = json;
  if (rest.length === 0) return others;
  return isJson(inner) ? { ...json, [name]: withoutAt(inner, rest.join('.')) } : json;
}

/** RFC 7396 but for null, which Azure takes for a value in most bodies: objects merge, arrays are replaced as a whole. */
export function merged(current: Json, patch: Json): Json {
  const result: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(patch)) {
    const before = result[name];
    result[name] = isJson(value) && isJson(before) ? merged(before, value) : value;
  }
  return result;
}
