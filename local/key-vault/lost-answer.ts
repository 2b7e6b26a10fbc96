import type { HttpBindings } from '@hono/node-server';

/** What the server hands along with a request; nothing when the vault is called in process. */
export type Wire = Partial<Pick<HttpBindings, 'incoming'>>;

/**
 * Resets the connection instead of answering, so that a client cannot tell whether its call was done. In process there
 * is no connection: the answer is then the web's own network error, with status 0.
 */
export function lostAnswer(wire: Wire): Response {
  if (!wire.incoming) return Response.error();
  wire.incoming.socket.destroy();
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}
