import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { containers } from '../../local/estate/application-data';
import { readConfig } from '../../local/control/emulators-config';
import { decrypted } from '../../local/estate/client-side-encryption';
import { systemKey } from '../../local/host/durable-client-binding';
import type { KeyName } from '../../local/driver/witness';
import { call, type Answer, type Call } from './call';
import { bringUpEstate, deliver, patience, type TestEstate } from './estate';
import { everythingWritten } from './everything-written';
import { isClosed } from './promised-state';
import { byteSecret, leaksIn, textSecret, type Secret } from './secrets';

const statements: KeyName = { team: 'ledger', key: 'statements' };
const disks: KeyName = { team: 'platform', key: 'disks' };

/** Planted where nothing of them may be written down. */
const planted = {
  'token that fails': 'planted.in-a-bearer.token',
  'function key': 'planted-in-a-function-key',
  'system key of Event Grid': 'planted-in-an-event-grid-url',
  'secret of the webhook URL': 'planted-in-a-webhook-url',
  'field that nobody knows': 'planted-in-an-unknown-field',
  'body that is no JSON': 'planted-in-a-broken-body',
  'password in the URL of a key': 'planted-password',
  'query in the URL of a key': 'planted-query',
} as const;

let site: TestEstate;
let secrets: readonly Secret[];
const answers: Answer[] = [];
const asked = async (wanted: Call): Promise<Answer> => {
  const answer = await call(site.estate, wanted);
  answers.push(answer);
  return answer;
};

beforeAll(async () => {
  site = await bringUpEstate();
  const { api, estate, folder, witness } = site;
  const told = await readConfig(join(folder, 'emulators.json'));
  const tokens = {
    read: await api.tokenFor('Rosa', ['Rewrap.Read']),
    operate: await api.tokenFor('Omar', ['Rewrap.Operate']),
    emergency: await api.tokenFor('Nadia', ['Rewrap.Emergency']),
  };
  const dataKeys = await dataKeysOf(statements);
  secrets = [
    ...Object.entries(planted).map(([name, text]) => textSecret(name, text)),
    ...Object.entries(tokens).map(([name, token]) => textSecret(`token of ${name}`, token.split('.').at(-1) ?? '')),
    ...dataKeys.map((dataKey, at) => byteSecret(`data key ${at}`, dataKey)),
    textSecret('webhook secret', told.webhookSecret.replace('whsec_', '')),
    textSecret('key of the topic', told.topicKey),
    textSecret('identity header', told.identityHeader),
    textSecret('account key of Azurite', /AccountKey=([^;]+)/.exec(estate.storage)?.[1] ?? ''),
    textSecret('system key', systemKey),
  ];

  await estate.crashHost();
  const webhook = `http://localhost:${told.ports.control}/webhook/on-call?secret=${planted['secret of the webhook URL']}`;
  await estate.startHost({ REWRAP_SINK_ON_CALL_URL: webhook });
  await asked({ path: '/local/inbox/failures', body: JSON.stringify({ to: 'on-call', status: 500 }) });

  const start = (more: object = {}) =>
    JSON.stringify({ keys: [witness.urlOf(disks)], reason: 'A leak', incidentId: 'INC-9', ...more });
  const emergencies = `/api/emergency-rotations?code=${planted['function key']}`;
  const headers = { 'x-functions-key': planted['function key'] };
  const unknown = start({ password: planted['field that nobody knows'] });
  await asked({ path: emergencies, headers, token: planted['token that fails'], body: start() });
  await asked({ path: emergencies, headers, token: tokens.operate, body: start() });
  await asked({ path: emergencies, headers, token: tokens.emergency, body: unknown });
  await asked({ path: emergencies, token: tokens.emergency, body: `{"${planted['body that is no JSON']}` });
  const url = `https://me:${planted['password in the URL of a key']}@localhost/keys/x?t=${planted['query in the URL of a key']}`;
  await asked({ path: emergencies, token: tokens.emergency, body: start({ keys: [url] }) });
  await deliver(estate, { id: 'an event that nobody can read' }, `&code=${planted['system key of Event Grid']}`);

  const routine = JSON.stringify({ key: witness.urlOf(statements), reason: 'Yearly' });
  await asked({ path: '/api/rotations', token: tokens.operate, body: routine });
  await asked({ path: emergencies, headers, token: tokens.emergency, body: start() });
  const areClosed = async () => (await isClosed(site, statements)) && (await isClosed(site, disks));
  await api.settle('both rotations to be closed', areClosed);
  await api.fireTimer('sweep');
  await api.quiet();

  const rotations = [...(await witness.records(statements)), ...(await witness.records(disks))];
  const paths = ['rotations', ...rotations.map(({ id }) => `rotations/${id}`), 'keys', 'openapi.json', 'health'];
  for (const path of paths) await asked({ path: `/api/${path}`, headers, token: tokens.read });
}, patience);
afterAll(() => site.end(), patience);

/** The data keys of the application's blobs under the key, opened as the application opens them. */
async function dataKeysOf(key: KeyName): Promise<Buffer[]> {
  const service = BlobServiceClient.fromConnectionString(site.estate.storage);
  const opened: Buffer[] = [];
  for (const { container, blobs } of containers.filter((plan) => plan.team === key.team && plan.key === key.key)) {
    for (const [name] of blobs) {
      const blob = service.getContainerClient(container).getBlobClient(name);
      const [content, { metadata = {} }] = await Promise.all([blob.downloadToBuffer(), blob.getProperties()]);
      await decrypted({ content, metadata }, async (kid, wrapped) => {
        const unwrapped = await site.witness.unwrap(kid, wrapped);
        // Before the data key stands the number of the protocol.
        opened.push(Buffer.from(unwrapped).subarray(8));
        return unwrapped;
      });
    }
  }
  return opened;
}

const answered = () => answers.map(({ headers, body }) => `${headers}\n${body}`).join('\n');

describe('secrets, tokens and key material', () => {
  it(
    'stand in no log, history, table, blob, alert or answer',
    async () => {
      const written = await everythingWritten(site);
      expect([...written.keys()]).toEqual(
        expect.arrayContaining(['host.log', 'journal.jsonl', 'table rewraprecords', 'container rewrap-plans', 'inbox']),
      );
      expect(answers.map(({ status }) => status)).toEqual([
        204,
        401,
        403,
        400,
        400,
        422,
        202,
        202,
        ...Array(6).fill(200),
      ]);
      expect(written.get('inbox')).toContain('"answered":500');
      expect(leaksIn(new Map([...written, ['answers', answered()]]), secrets)).toEqual([]);
    },
    patience,
  );

  it(
    'are found wherever they are planted, so that finding none means something',
    async () => {
      const { estate, folder } = site;
      const all = secrets.map(({ spellings }) => spellings.at(-1)).join(' ');
      const token = await site.api.tokenFor('Mallory', []);
      const material = `{"kty":"RSA","d":"${'x'.repeat(40)}"} -----BEGIN RSA PRIVATE KEY----- ?sig=0123456789abcdef`;
      const text = `${all} ${token} ${material} http://localhost/runtime/webhooks/durabletask/instances/1`;

      await appendFile(join(folder, 'host.log'), text);
      const table = TableClient.fromConnectionString(estate.storage, 'planted', { allowInsecureConnection: true });
      await table.createTable();
      const half = text.length / 2;
      const halves = { json0: text.slice(0, half), json1: text.slice(half) };
      await table.createEntity({ partitionKey: 'p', rowKey: 'r', ...halves });
      const container = BlobServiceClient.fromConnectionString(estate.storage).getContainerClient('planted');
      await container.create();
      await container.getBlockBlobClient('planted').upload(text, Buffer.byteLength(text));

      const leaks = leaksIn(await everythingWritten(site), secrets);
      const shapes = 5;
      for (const place of ['host.log', 'table planted', 'container planted']) {
        expect(leaks.filter((leak) => leak.endsWith(` in ${place}`))).toHaveLength(secrets.length + shapes);
      }
    },
    patience,
  );
});
