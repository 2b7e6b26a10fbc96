import { once } from 'node:events';
import { createServer as createHttpServer, IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getRequestListener, type HttpBindings } from '@hono/node-server';

/** Answers a request; `wire` is the connection it came by, so that a fault can break it. */
export type Fetch = (request: Request, wire: Pick<HttpBindings, 'incoming'>) => Response | Promise<Response>;

interface Place {
  readonly port: number;
  /** With it the place speaks https. */
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** Listens on this machine alone. */
export async function serve(fetch: Fetch, { port, certificate }: Place): Promise<void> {
  const listener = getRequestListener((request, { incoming }) =>
    incoming instanceof IncomingMessage ? fetch(request, { incoming }) : new Response(null, { status: 505 }),
  );
  const server = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  server.listen(port, 'localhost');
  await once(server, 'listening');
}
