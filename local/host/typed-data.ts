import * as z from 'zod';
import { jsonText } from './engine/payload';

const Bytes = z.instanceof(Uint8Array);
const Cookie = z.looseObject({ name: z.string(), value: z.string() });

/** An HTTP answer in the language of the Functions worker. */
export const HttpAnswer = z.object({
  statusCode: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(Cookie).default([]),
  body: z.object({ bytes: Bytes }).nullish(),
});
export type HttpAnswer = z.infer<typeof HttpAnswer>;

/** A value in the language of the Functions worker: one member is there. */
export const TypedData = z.object({
  string: z.string().optional(),
  json: z.string().optional(),
  bytes: Bytes.optional(),
  int: z.number().optional(),
  double: z.number().optional(),
  http: HttpAnswer.optional(),
});
export type TypedData = z.infer<typeof TypedData>;

/** JSON text of a returned value. Text stays text, even if it looks like JSON; bytes become base64. */
export function jsonOf(data: TypedData | null | undefined): string {
  if (data?.json !== undefined) return data.json;
  if (data?.bytes !== undefined) return jsonText(Buffer.from(data.bytes).toString('base64'));
  return jsonText(data?.string ?? data?.int ?? data?.double);
}
