import { createCursor } from '../../kql/cursor';
import { functions, operators } from '../../kql/expressions';
import { pipeline, stagesIn, type Stage } from '../../kql/stages';

/** The columns of the `resources` table that we fill. */
const columns = [
  'id',
  'type',
  'name',
  'subscriptionId',
  'resourceGroup',
  'location',
  'tags',
  'kind',
  'sku',
  'identity',
  'properties',
];

const { contains, '==': equal, '=~': equalish, 'in~': among } = operators;
const { where, extend, project, order } = stagesIn({
  operators: new Map(Object.entries({ contains, '==': equal, '=~': equalish, 'in~': among })),
  functions: new Map(Object.entries({ tolower: functions.tolower, tostring: functions.tostring })),
});
const stages = new Map(Object.entries({ where, extend, project, order }));

/**
 * Reads the part of the Kusto language that our queries use: `resources`, `where`, `extend`, `project`, `order by`.
 * @throws {QueryNotUnderstood} naming the first word that is not understood
 */
export function parseQuery(query: string): Stage {
  const cursor = createCursor(query, columns);
  cursor.expect('resources');
  return pipeline(cursor, stages);
}
