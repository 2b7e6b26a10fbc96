import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import type { Operation } from './endpoint';
import { Problem } from './problems';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});

/** The OpenAPI 3.1 document of the operations, made of the very schemas that check the calls. */
export const openApiDocument = (operations: readonly Operation[]) => {
  const routes = [...new Set(operations.map(({ route }) => route))];
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Rewrap',
      version: '1',
      description: 'Rotates customer-managed keys, moves everything that depends on them, and proves it.',
    },
    servers: [{ url: '/api' }],
    components: { securitySchemes: { entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths: Object.fromEntries(
      routes.map((route) => [
        `/${route}`,
        Object.fromEntries(
          operations
            .filter((operation) => operation.route === route)
            .map((operation) => [operation.method.toLowerCase(), operationObject(operation)]),
        ),
      ]),
    ),
  });
};

function operationObject({ name, summary, role, accepts, answers }: Operation): ZodOpenApiOperationObject {
  const { params, query, body } = accepts;
  const anyone = role === 'anyone';
  return {
    operationId: name,
    summary,
    description: anyone ? 'Needs no token.' : `Needs the role ${role}.`,
    security: anyone ? [] : [{ entra: [] }],
    requestParams: { ...(params && { path: params }), ...(query && { query }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          { description, content: { 'application/json': { schema } } },
        ]),
      ),
      '4XX': problem('Nothing was changed; the problem says what to do'),
      '5XX': problem('It failed; call again'),
    },
  };
}
