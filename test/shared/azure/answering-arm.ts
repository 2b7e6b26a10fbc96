import { createHttpHeaders, type PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { armClient } from '../../../shared/azure/arm-client';

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** The connection breaks, with that code of Node.js. */
  breaks?: string;
}

export const endpoint = 'https://management.azure.com';

/** A client whose wire gives these answers in turn, and the last one for ever. */
export const answeringArm = (
  answers: readonly Answer[],
  how: Pick<Parameters<typeof armClient>[0], 'budget' | 'principal'> = {},
) => {
  const sent: PipelineRequest[] = [];
  const arm = armClient({
    endpoint,
    scope: `${endpoint}/.default`,
    credential: { getToken: () => Promise.resolve({ token: 'secret', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: {
      sendRequest: (request) => {
        sent.push(request);
        const { status = 200, body, headers = {}, breaks } = answers[Math.min(sent.length, answers.length) - 1] ?? {};
        if (breaks) return Promise.reject(new RestError(`read ${breaks}`, { code: breaks, request }));
        return Promise.resolve({
          request,
          status,
          headers: createHttpHeaders(headers),
          bodyAsText: JSON.stringify(body),
        });
      },
    },
    ...how,
  });
  return { arm, sent };
};
