import * as z from 'zod';
import { ArmError } from '../arm-error';
import { parseArmPath } from '../arm-path';
import { shownAt } from '../entry';
import type { ArmResource } from '../resource-type';
import { isBeingMade, type Resources } from '../resources';
import type { Caller } from '../caller';
import type { Row } from '../../kql/expressions';
import { QueryNotUnderstood } from '../../kql/tokens';
import { parseQuery } from './query';

export const graphPath = '/providers/Microsoft.ResourceGraph/resources';
export const graphVersion = '2022-10-01';

const Question = z.strictObject({
  query: z.string(),
  subscriptions: z.array(z.string()).optional(),
  options: z
    .strictObject({
      resultFormat: z.literal('objectArray').default('objectArray'),
      $top: z.int().min(1).max(1000).default(1000),
      $skipToken: z.string().optional(),
    })
    .prefault({}),
});

/** Answers a query over what was to be seen at `seen`, leaving out what the caller may not read. @throws {ArmError} */
export function askGraph(body: unknown, resources: Resources, seen: Date, caller: Caller) {
  const question = Question.safeParse(body);
  if (!question.success) throw new ArmError(400, 'BadRequest', z.prettifyError(question.error));
  const { query, subscriptions, options } = question.data;

  const asked = subscriptions?.map((each) => each.toLowerCase());
  const rows = resources
    .all()
    .filter((entry) => entry.type.inGraph && !isBeingMade(entry))
    .flatMap((entry) => shownAt(entry, seen) ?? [])
    .filter(({ id, type }) => caller.may(`${type}/read`, id))
    .map(rowOf)
    .filter(({ subscriptionId }) => !asked || asked.includes(subscriptionId.toLowerCase()));
  return pageOf(understood(query)(rows), options);
}

/** @throws {ArmError} naming what is not understood */
function understood(query: string) {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!(error instanceof QueryNotUnderstood)) throw error;
    const message = `The local Resource Graph does not understand the query at ${error.found}.`;
    throw new ArmError(400, 'InvalidQuery', message);
  }
}

function rowOf(resource: ArmResource) {
  const {
    id,
    name,
    type,
    location = null,
    tags = null,
    properties,
    kind = null,
    sku = null,
    identity = null,
  } = resource;
  const subscriptionId = parseArmPath(id)?.subscription ?? '';
  const resourceGroup = id.split('/')[4]?.toLowerCase() ?? '';
  return {
    id,
    name,
    type: type.toLowerCase(),
    subscriptionId,
    resourceGroup,
    location,
    tags,
    properties,
    kind,
    sku,
    identity,
  };
}

/** The token is the number of the first row of the next page, made opaque. */
function pageOf(rows: readonly Row[], { $top, $skipToken }: { $top: number; $skipToken?: string | undefined }) {
  const start = $skipToken ? Number(Buffer.from($skipToken, 'base64url').toString()) : 0;
  if (!Number.isInteger(start)) throw new ArmError(400, 'BadRequest', 'Expected a $skipToken of an earlier answer.');
  const data = rows.slice(start, start + $top);
  const end = start + data.length;
  const more = end < rows.length;
  return {
    totalRecords: rows.length,
    count: data.length,
    data,
    facets: [],
    resultTruncated: more ? 'true' : 'false',
    ...(more && { $skipToken: Buffer.from(String(end)).toString('base64url') }),
  };
}
