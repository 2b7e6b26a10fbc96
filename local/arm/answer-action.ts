import * as z from 'zod';
import { ArmError } from './arm-error';
import { parseArmPath, type ArmPath } from './arm-path';
import { mayDo, versionIs, type ArmRequest, type Desk } from './arm-request';
import { shown, type Entry } from './entry';
import { typeNamed } from './resources';
import type { Action, ResourceType } from './resource-type';
import { notFound } from './write';

/** An action on a resource, or the result of one: what comes below it that is no resource of its own. */
interface Asked {
  readonly type: ResourceType;
  readonly resource: string;
  readonly name: string;
  readonly action: Action;
}

const resultsOf = /^(.+)\/commandResults\/([^/]+)\/?$/i;

/** What the path asks for, if that is an action. */
export function actionAt({ type, parent, name }: ArmPath): Asked | undefined {
  if (!parent || name !== undefined) return undefined;
  const above = typeNamed(parseArmPath(parent)?.type ?? '');
  const last = type.split('/').at(-1)?.toLowerCase();
  const [found] = Object.entries(above?.actions ?? {}).filter(([each]) => each.toLowerCase() === last);
  return above && found ? { type: above, resource: parent, name: found[0], action: found[1] } : undefined;
}

/** Does what was asked, or begins it. @throws {ArmError} */
export function answerAction(request: ArmRequest, asked: Asked, desk: Desk): Response {
  const { type, resource: id, name, action } = asked;
  versionIs(request, type.apiVersion, type.type);
  mayDo(request, `${type.type}/${name}/${action.method === 'GET' ? 'read' : 'action'}`, id);
  const entry = desk.resources.entry(id);
  if (!entry) throw notFound(id);
  if (request.method !== action.method) throw new ArmError(405, 'MethodNotAllowed', `${name} is asked otherwise.`);
  if (action.method === 'GET') return Response.json(action.answer(shown(entry)));

  return begun(request, { ...asked, action }, entry, desk);
}

type Command = Asked & { readonly action: Extract<Action, { method: 'POST' }> };

/** Runs a command that fails only on demand. */
function begun(request: ArmRequest, { action, resource: id }: Command, entry: Entry, desk: Desk): Response {
  const body = action.body.safeParse(request.body);
  if (!body.success) throw new ArmError(400, 'InvalidRequestContent', z.prettifyError(body.error));
  const result = action.run(shown(entry), body.data);
  const { failure } = request;
  const startedAt = desk.now();
  const endsAt = new Date(startedAt.getTime() + desk.operationSeconds * 1000);
  const isDone = failure?.applied ?? true;
  if (isDone && action.rewrites?.(shown(entry), body.data)) desk.resources.store({ ...entry, rewrittenAt: endsAt });
  const exit = failure ? { exitCode: 1, logs: failure.message } : { exitCode: 0, ...result };
  const commandId = desk.newId();
  const properties = { provisioningState: 'Succeeded', startedAt, finishedAt: endsAt, ...exit };
  desk.commands.set(commandId, { endsAt, answer: { id: commandId, properties } });
  return pending(`${request.url.origin}${id}/commandResults/${commandId}${request.url.search}`);
}

/** The result of a command; 202 until there is one. @throws {ArmError} */
export function answerResult(request: ArmRequest, desk: Desk): Response | undefined {
  const [, id = '', commandId = ''] = resultsOf.exec(request.url.pathname) ?? [];
  const type = typeNamed(parseArmPath(id)?.type ?? '');
  if (!type?.actions) return undefined;
  versionIs(request, type.apiVersion, type.type);
  mayDo(request, `${type.type}/commandResults/read`, id);
  const command = desk.commands.get(commandId);
  if (!command) throw new ArmError(404, 'NotFound', `There is no command ${commandId}.`);
  return command.endsAt > desk.now() ? pending(request.url.href) : Response.json(command.answer);
}

const pending = (location: string): Response =>
  new Response(null, { status: 202, headers: { location, 'retry-after': '5' } });
