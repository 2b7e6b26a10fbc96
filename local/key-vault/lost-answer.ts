import type { HttpBindings } from '@hono/node-server';

/** What the server hands along with a request; nothing when the vault is called in process. */
export type Wire = Partial<Pick<HttpBindings, 'incoming'>>;

/**
 * Resets the connection instead of answering, so that a client cannot tell whether its call was done. In process there
 * is no connection: there it throws as `fetch` does.
 */
export function lostAnswer({ incoming }: Wire): Response {
  if (!incoming) throw new TypeError('fetch failed: the answer was lost by an injected fault');
  incoming.socket.destroy();
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}
