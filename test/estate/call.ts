import * as z from 'zod';
import type { RunningEstate } from '../../local/running-estate';

/** A call of the app's HTTP API as anybody may make it. With a body, it is a POST. */
export interface Call {
  readonly path: string;
  readonly token?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Makes the call, right or wrong. */
export async function call({ appUrl }: RunningEstate, { path, token, body, headers }: Call): Promise<Answer> {
  const response = await fetch(`${appUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    headers: JSON.stringify([...response.headers]),
    body: await response.text(),
  };
}

const Problem = z.object({ code: z.string(), nextStep: z.string() });

/** What a refusal tells its reader. */
export const problemIn = ({ body }: Answer): z.infer<typeof Problem> => Problem.parse(JSON.parse(body));
