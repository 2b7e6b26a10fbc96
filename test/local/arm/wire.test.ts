import { createServer, IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { freePort } from '../../../local/process/ports';
import { anEstate, diskSet, group, keyUrl } from './estate';

const path = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks?api-version=2025-01-02`;

describe('the local Azure Resource Manager behind a server', () => {
  const { arm, vault } = anEstate();
  const server = createServer(
    getRequestListener((request, { incoming }) =>
      arm.fetch(request, incoming instanceof IncomingMessage ? { incoming } : {}),
    ),
  );
  let origin: string;
  beforeAll(async () => {
    arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
    vault.create('v2');
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const ask = (url: string, init: RequestInit = {}) =>
    fetch(new URL(url, origin), { ...init, headers: { authorization: 'Bearer app', connection: 'close' } });
  const move = { method: 'PATCH', body: JSON.stringify({ properties: { activeKey: { keyUrl: keyUrl('v2') } } }) };

  it('breaks the connection where an answer is to be lost, after the write was taken', async () => {
    arm.inject({ method: 'PATCH', effect: { kind: 'drop-answer' } });
    await expect(ask(path, move)).rejects.toThrow('fetch failed');
    expect(await (await ask(path)).text()).toContain('Updating');
  });

  it('gives addresses of operations at its own origin, and an id of the request even with a refusal', async () => {
    arm.put({
      ...diskSet({ activeKey: { keyUrl: keyUrl('v1') } }),
      id: `${group}/providers/Microsoft.Compute/diskEncryptionSets/more`,
    });
    const accepted = await ask(path.replace('disks?', 'more?'), move);
    const operation = accepted.headers.get('azure-asyncoperation') ?? '';
    expect(operation.startsWith(origin)).toBe(true);
    expect((await ask(operation)).status).toBe(200);
    expect((await ask('/nowhere')).headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
