import { once } from 'node:events';
import { createServer } from 'node:net';
import { claimPort, freePorts } from '../../../local/process/ports';

describe('ports', () => {
  it('says clearly that a port is taken, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(claimPort(port)).rejects.toThrow(`Expected port ${port} to be free`);
    server.close();
  });

  it('gives ports that differ', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
  });
});
