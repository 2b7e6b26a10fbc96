import getPort from 'get-port';

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

/** Free ports, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, () => getPort()));
}
