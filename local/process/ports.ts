import getPort, { portNumbers } from 'get-port';

/** Somebody else listens on the port. */
class PortInUse extends Error {
  readonly code = 'port-in-use';
  constructor(port: number) {
    super(
      `Expected port ${port} to be free, but something listens there already. ` +
        `End it, or choose another port: PORT=${port + 1} npm start.`,
    );
  }
}

/** The port itself when nobody listens there. @throws {PortInUse} */
export async function claimPort(port: number): Promise<number> {
  if ((await getPort({ port })) !== port) throw new PortInUse(port);
  return port;
}

/** Below the ports that systems give to outgoing connections: such a one could come between the choice and the server. */
const range = { first: 10_000, last: 31_000 };

/** Processes that start side by side look in different places. */
const apart = 64;

/** A port that is free, and is not given again by this process for some time. */
export function freePort(): Promise<number> {
  const from = range.first + ((process.pid * apart) % (range.last - range.first));
  return getPort({ port: portNumbers(from, from + 1_000) });
}

/** Free ports, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}
