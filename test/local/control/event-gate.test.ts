import { createServer, type Server } from 'node:http';
import { freePort } from '../../../local/process/ports';
import { eventGate } from '../../../local/control/event-gate';

const before = new Date('2030-01-01T00:00:00Z');
const after = new Date('2030-01-15T00:00:00Z');

describe('the gate for events while the clock moves', () => {
  let app: Server;
  let appUrl: string;
  let clock: Date;
  let asked: () => void = () => undefined;
  beforeEach(async () => {
    clock = before;
    app = createServer((_, response) => {
      response.end(JSON.stringify({ now: clock }));
      asked();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => app.listen(port, 'localhost', resolve));
    appUrl = `http://localhost:${port}`;
  });
  afterEach(() => new Promise((resolve) => app.close(resolve)));

  it('lets events through at once while the clock stands', () => {
    const passed: string[] = [];
    eventGate(appUrl).pass(() => passed.push('near expiry'));
    expect(passed).toEqual(['near expiry']);
  });

  it('holds them until the clock of the app has arrived, in their order', async () => {
    const gate = eventGate(appUrl);
    const passed: string[] = [];
    gate.close(after);
    gate.pass(() => passed.push('first'));
    gate.pass(() => passed.push('second'));

    const looked = new Promise<void>((resolve) => (asked = resolve));
    const open = gate.open();
    await looked;
    expect(passed).toEqual([]);
    clock = after;
    await open;
    expect(passed).toEqual(['first', 'second']);
  });
});
