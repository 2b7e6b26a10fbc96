const { appendFileSync } = require('node:fs');
const { app } = require('@azure/functions');
const df = require('durable-functions');

/** Effects go to a file, so that a test can count what really ran, kills included. */
const trace = (line) => process.env.TRACE && appendFileSync(process.env.TRACE, `${line}\n`);

df.app.activity('double', {
  handler: (n) => {
    trace(`double ${n}`);
    return 2 * n;
  },
});
df.app.orchestration('doubleThrice', function* (context) {
  let n = context.df.getInput();
  for (let i = 0; i < 3; i++) n = yield context.df.callActivity('double', n);
  return n;
});
df.app.client.http('start', {
  route: 'start/{name}/{id?}',
  methods: ['POST'],
  handler: async (request, client) => {
    const { name, id } = request.params;
    const started = await client.startNew(name, { instanceId: id, input: await request.json() });
    return client.createCheckStatusResponse(request, started);
  },
});
app.http('health', { methods: ['GET'], handler: () => ({ jsonBody: { ok: true } }) });
