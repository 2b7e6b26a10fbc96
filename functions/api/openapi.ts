import * as z from 'zod';
import type { Endpoint, Operation } from './endpoint';
import { endpoint } from './guarded';
import { openApiDocument } from './openapi-document';

/** Serves the description of the given operations and of itself. */
export const openApi = (operations: readonly Operation[]): Endpoint => {
  const itself: Endpoint = endpoint({
    name: 'openApi',
    method: 'GET',
    route: 'openapi.json',
    summary: 'This description',
    role: 'Rewrap.Read',
    accepts: {},
    answers: { 200: { description: 'An OpenAPI 3.1 document', schema: z.looseObject({ openapi: z.string() }) } },
    run: () => Promise.resolve({ status: 200, jsonBody: openApiDocument([...operations, itself]) }),
  });
  return itself;
};
