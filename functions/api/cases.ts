import * as z from 'zod';
import { Case, CaseObject, CaseSummary } from '../../shared/departures/case';
import { endpoint } from './guarded';
import { CaseUnknown } from './problems';
import { rotationPath } from './rotation-view';

const Summary = CaseSummary.extend({ caseUrl: z.url() }).meta({ id: 'CaseSummary' });

const CaseView = Case.extend({
  objects: z.array(
    CaseObject.extend({ statusUrl: z.url().optional().describe('Tells of the rotation') }).meta({ id: 'CaseObject' }),
  ),
}).meta({ id: 'Case' });

const CasePage = z.object({ cases: z.array(Summary), nextLink: z.url().optional() }).meta({ id: 'CasePage' });

/** Everybody whose access changed, and what followed. */
export const listCases = endpoint({
  name: 'listCases',
  method: 'GET',
  route: 'cases',
  summary: 'Principals whose access to keys changed, and what followed, newest first',
  role: 'Rewrap.Read',
  accepts: { query: z.strictObject({ from: z.string().optional().describe('From nextLink') }) },
  answers: { 200: { description: 'A page of cases', schema: CasePage } },
  async run({ query: { from }, urlOf }, { world }) {
    const { cases, next } = await world.cases.list(from);
    return {
      status: 200,
      jsonBody: {
        cases: cases.map((one) => ({ ...one, caseUrl: urlOf(`/api/cases/${one.id}`) })),
        ...(next && { nextLink: urlOf(`/api/cases?from=${next}`) }),
      },
    };
  },
});

/** One case whole. */
export const getCase = endpoint({
  name: 'getCase',
  method: 'GET',
  route: 'cases/{id}',
  summary:
    'Who it is about, what changed, when that was known, what it could reach before and after, and what was done',
  role: 'Rewrap.Read',
  accepts: { params: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) }) },
  answers: { 200: { description: 'The case', schema: CaseView } },
  async run({ params: { id }, urlOf }, { world }) {
    const found = await world.cases.get(id);
    if (!found) throw new CaseUnknown(id);
    const objects = found.objects.map((object) =>
      object.requestId ? { ...object, statusUrl: urlOf(rotationPath(object.requestId)) } : object,
    );
    return { status: 200, jsonBody: { ...found, objects } };
  },
});
