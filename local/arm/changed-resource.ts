import { ArmError } from './arm-error';
import { at, isJson, merged, withAt, withoutAt, type Json } from './json';
import { blank } from './resources';
import type { ArmResource, Write } from './resource-type';
import type { WriteRequest } from './write-request';

/**
 * What the resource is to be by the body: with PATCH merged into what it was, with PUT the body alone, but for what the
 * service itself keeps.
 * @throws {ArmError} when the body holds what the type does not know, or moves the resource to another place
 */
export function changedResource(request: WriteRequest, rule: Write, before: ArmResource | undefined): ArmResource {
  const body = parsed(rule, request.body);
  if (!before) return made(request, body);
  mayNotMove(before, body);
  return request.method === 'PATCH' ? patched(before, body, rule) : replaced(before, made(request, body), rule);
}

function parsed({ body: schema, ignores = [] }: Write, body: unknown): Json {
  const result = schema.safeParse(isJson(body) ? ignores.reduce(withoutAt, body) : body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${message} at '${path.join('.')}'`);
  throw new ArmError(400, 'InvalidRequestContent', `The request content was invalid: ${problems.join('; ')}.`);
}

function made({ type, id }: WriteRequest, body: Json): ArmResource {
  const start = blank(type, id);
  const change = { properties: {}, ...body };
  return { ...start, ...change, properties: { ...start.properties, ...change.properties } };
}

function patched(before: ArmResource, body: Json, { replaces = [] }: Write): ArmResource {
  const result = { ...before, ...merged(before, body) };
  const wholes = replaces.map((path) => `properties.${path}`).filter((path) => at(body, path) !== undefined);
  return { ...result, ...wholes.reduce<Json>((json, path) => withAt(json, path, at(body, path)), result) };
}

function replaced(before: ArmResource, next: ArmResource, { ignores = [] }: Write): ArmResource {
  const kept = ['id', 'name', 'type', 'location', ...ignores].filter((path) => at(before, path) !== undefined);
  return { ...next, ...kept.reduce<Json>((json, path) => withAt(json, path, at(before, path)), next) };
}

function mayNotMove({ location }: ArmResource, body: Json): void {
  const place = (text: unknown) => String(text).toLowerCase().replaceAll(' ', '');
  if (location === undefined || place(body['location'] ?? location) === place(location)) return;
  throw new ArmError(409, 'InvalidResourceLocation', `The resource is in '${location}' and stays there.`);
}
