import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import type { previewRotation } from '../../shared/rotations/preview-rotation';
import type { Workflows, World } from '../../shared/world';
import type { Log } from '../log';
import type { Caller, RecogniseCaller, Role } from './caller';
import type { RecogniseSender } from './sender';

/** What a call may bring along; each part is parsed by its schema before the call is looked at. */
export type Accepts = {
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
};

/** Stands for a role where only another app of this installation may call. No app role can be called so: it has a space. */
export const ourselves = 'Rewrap itself';

/** One operation of the HTTP API as the OpenAPI document tells it. `route` is below `/api/`. */
export interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly route: string;
  readonly summary: string;
  readonly role: Role | typeof ourselves | 'anyone';
  /** Also takes callers that sign what they send (Standard Webhooks) instead of bearing a token. */
  readonly signed?: true;
  readonly accepts: Accepts;
  /** Schemas of the successes, by status; problems are the same for all. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType }>>;
}

/** What an operation works with during one call. */
export interface Site {
  readonly world: World;
  readonly workflows: Workflows;
  readonly recognise: RecogniseCaller;
  readonly recogniseSender: RecogniseSender;
  readonly preview: typeof previewRotation;
  readonly log: Log & { readonly invocationId: string };
}

/** An accepted call. `urlOf` makes the public URL of one of our own routes. */
export type Call<A extends Accepts> = z.core.$InferObjectOutput<{ -readonly [Part in keyof A]: A[Part] }, {}> & {
  readonly caller: Caller;
  readonly urlOf: (path: string) => string;
};

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly jsonBody: unknown;
}

export interface Definition<A extends Accepts> extends Operation {
  readonly accepts: A;
  readonly run: (call: Call<A>, site: Site) => Promise<Answer>;
}

/** An operation that can be called. Never rejects: every error becomes a problem document. */
export interface Endpoint extends Operation {
  readonly answer: (request: HttpRequest, site: Site) => Promise<Answer>;
}
