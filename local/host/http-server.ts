import { serve, type ServerType } from '@hono/node-server';
import { setTimeout as pause } from 'node:timers/promises';

type Fetch = (request: Request) => Response | Promise<Response>;

/** A port that is served. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** How often and in which steps, in milliseconds, a port is tried that a killed host has not given back yet. */
const patience = { tries: 40, step: 50 };

/** Serves a port of this machine, and of no other: nothing here asks who calls. @throws if the port stays in use */
export async function listen(fetch: Fetch, port: number): Promise<Listening> {
  for (let tries = 1; ; tries++) {
    const server = await tryListen(fetch, port).catch((error: Error) => error);
    if (!(server instanceof Error)) return server;
    if (tries === patience.tries || !server.message.includes('EADDRINUSE')) throw server;
    await pause(patience.step);
  }
}

const tryListen = (fetch: Fetch, port: number) =>
  new Promise<Listening>((resolve, reject) => {
    // The app's libraries must find the classes that Node.js gives them.
    const options = { fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false };
    const server = serve(options, (address) => resolve({ port: address.port, close: () => close(server) }));
    server.on('error', reject);
  });

const close = (server: ServerType) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
