import * as z from 'zod';
import { endpoint } from './guarded';

/** Whether the app answers; the only call that needs no token, so it tells nothing more. */
export const health = endpoint({
  name: 'health',
  method: 'GET',
  route: 'health',
  summary: 'Whether the app answers',
  role: 'anyone',
  accepts: {},
  answers: { 200: { description: 'It does', schema: z.object({ status: z.literal('up') }) } },
  run: () => Promise.resolve({ status: 200, jsonBody: { status: 'up' } }),
});
