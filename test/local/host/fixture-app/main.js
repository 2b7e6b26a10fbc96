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
app.http('typed', {
  route: 'things/{id:int}/{part?}',
  methods: ['GET', 'POST'],
  handler: async (request) => ({
    status: 201,
    headers: { 'x-seen': request.query.get('q') ?? '' },
    cookies: [{ name: 'crumb', value: 'one', path: '/', httpOnly: true }],
    jsonBody: { params: request.params, body: await request.text() },
  }),
});
app.http('special', { route: 'things/special', methods: ['GET'], handler: () => ({ body: 'special' }) });
app.http('silent', { methods: ['POST'], handler: () => undefined });
app.http('breaks', {
  methods: ['GET'],
  handler: (request, context) => {
    context.warn('about to break', { key: 'k' });
    throw new Error('broken page');
  },
});
app.http('time', {
  methods: ['GET'],
  handler: () => ({ jsonBody: { now: new Date(), isDate: new Date() instanceof Date } }),
});

app.eventGrid('onThing', {
  handler: (event) => {
    if (event.data?.bad) throw new Error('bad thing');
    trace(`thing ${event.id}`);
  },
});
app.timer('hourly', {
  schedule: '0 0 * * * *',
  handler: (timer) => trace(`hourly ${timer.isPastDue ? 'past due' : 'in time'}`),
});

df.app.orchestration('sleep', function* (context) {
  const span = context.df.getInput();
  yield context.df.createTimer(new Date(+context.df.currentUtcDateTime + span));
  return 'awake';
});
df.app.orchestration('listen', function* (context) {
  return yield context.df.waitForExternalEvent('go');
});
df.app.activity('slow', { handler: () => new Promise((resolve) => setTimeout(resolve, 300, 'slow')) });
df.app.orchestration('slowly', function* (context) {
  return yield context.df.callActivity('slow');
});
/** Everything a durable client can do, as the app does it: over HTTP. */
df.app.client.http('client', {
  route: 'client/{verb}',
  methods: ['POST'],
  handler: async (request, client) => {
    const args = await request.json();
    try {
      return { jsonBody: { answer: (await client[request.params.verb](...args)) ?? null } };
    } catch (error) {
      return { jsonBody: { error: error.message } };
    }
  },
});
df.app.activity('startAnother', {
  extraInputs: [df.input.durableClient()],
  handler: (id, context) => df.getClient(context).startNew('listen', { instanceId: id, input: null }),
});
df.app.orchestration('starter', function* (context) {
  return yield context.df.callActivity('startAnother', 'another');
});
app.hook.preInvocation((context) => trace(`before ${context.invocationContext.functionName}`));
app.hook.appTerminate(() => trace('goodbye'));
