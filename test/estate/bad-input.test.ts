import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import type { KeyName } from '../../local/driver/witness';
import { call, problemIn } from './call';
import { bringUpEstate, deliver, patience, until, type TestEstate } from './estate';

const ledger: KeyName = { team: 'ledger', key: 'ledger' };
const emergencies = '/api/emergency-rotations';

let site: TestEstate;
let urlOfLedger: string;
beforeAll(async () => {
  site = await bringUpEstate();
  urlOfLedger = site.witness.urlOf(ledger);
}, patience);
afterAll(() => site.end(), patience);

/** What no bad input may change. */
const stateOfLedger = async () => ({
  versions: await site.witness.versions(ledger),
  uses: await site.witness.usesOf(ledger),
  records: await site.witness.records(ledger),
});

const emergency = (keys: readonly string[], more: object = {}) =>
  JSON.stringify({ keys, reason: 'A test of bad input', incidentId: 'INC-bad', ...more });
const tokenFor =
  (...roles: readonly string[]) =>
  () =>
    site.api.tokenFor('Mallory', roles);
const rightToken = tokenFor('Rewrap.Emergency');

async function expiredToken(): Promise<string> {
  const wish = JSON.stringify({ name: 'Mallory', roles: ['Rewrap.Emergency'], expiresIn: 1 });
  const { body } = await call(site.estate, { path: '/local/token', body: wish });
  await site.api.advance('PT2S');
  return z.object({ token: z.string() }).parse(JSON.parse(body)).token;
}

const log = () => readFile(join(site.folder, 'host.log'), 'utf8');

type Case = readonly [string, () => Promise<string>, () => string, number, string];

describe('a call that is not as it should be', () => {
  it.each<Case>([
    ['with an expired token', expiredToken, () => emergency([urlOfLedger]), 401, 'caller-unknown'],
    [
      'with a role that is not enough',
      tokenFor('Rewrap.Read', 'Rewrap.Operate'),
      () => emergency([urlOfLedger]),
      403,
      'role-missing',
    ],
    [
      'with a body that is too large',
      rightToken,
      () => emergency([urlOfLedger], { more: 'x'.repeat(65_536) }),
      413,
      'body-too-large',
    ],
    ['with a body that is no JSON', rightToken, () => `{"keys": ["${urlOfLedger}"`, 400, 'body-not-json'],
    [
      'with a field that nobody knows',
      rightToken,
      () => emergency([urlOfLedger], { when: 'now' }),
      400,
      'input-invalid',
    ],
    ['about a key that the vault does not hold', rightToken, () => emergency([`${urlOfLedger}s`]), 422, 'key-unknown'],
    [
      'about a vault out of scope',
      rightToken,
      () => emergency(['https://localhost:1/keys/ledger']),
      422,
      'out-of-scope',
    ],
  ])(
    'is refused %s, with what to do; changes nothing, and is in the log',
    async (_, token, body, status, code) => {
      const before = await stateOfLedger();
      const answer = await call(site.estate, { path: emergencies, token: await token(), body: body() });
      expect(answer.status).toBe(status);
      expect(problemIn(answer)).toEqual({ code, nextStep: expect.stringMatching(/\w+ \w+/) });

      await until('the refusal to be in the log', async () => (await log()).includes(`code: '${code}'`));
      await site.api.quiet();
      expect(await stateOfLedger()).toEqual(before);
    },
    patience,
  );
});

describe('an event that is not as it should be', () => {
  const event = (data: object) => ({
    id: randomUUID(),
    topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/halden-ledger',
    subject: 'ledger',
    eventType: 'Microsoft.KeyVault.KeyNearExpiry',
    eventTime: new Date().toISOString(),
    data,
    dataVersion: '1',
    metadataVersion: '1',
  });
  const version = 'a'.repeat(32);
  const foreign = `https://localhost:1/keys/ledger/${version}`;

  it.each<readonly [string, () => object, string]>([
    ['without an id of a key', () => event({ VaultName: 'halden-ledger' }), 'data.id'],
    ['with something else in place of a key', () => event({ Id: 'ledger' }), 'vault'],
    [
      'of a type that nobody knows',
      () => ({ ...event({ Id: `${urlOfLedger}/${version}` }), eventType: 'Microsoft.KeyVault.KeyEaten' }),
      'what',
    ],
    ['of a vault out of scope', () => event({ Id: foreign }), 'https://localhost:1 is not in scope'],
    ['of a key that the vault does not hold', () => event({ Id: `${urlOfLedger}s/${version}` }), 'key-unknown'],
  ])(
    '%s is taken, kept, alerted once however often it comes, and changes nothing',
    async (_, make, because) => {
      const before = await stateOfLedger();
      const raw = make();
      expect(await deliver(site.estate, raw)).toBe(202);
      expect(await deliver(site.estate, raw)).toBe(202);
      await site.api.quiet();

      const kept = (await letters()).filter((letter) => JSON.stringify(letter.raw) === JSON.stringify(raw));
      expect(kept).toEqual([expect.objectContaining({ because: expect.stringContaining(because) })]);
      const told = (await site.api.alerts()).filter(({ subject }) => subject === `letter/${kept[0]?.id}`);
      expect(told).toEqual([expect.objectContaining({ kind: 'EventRefused', severity: 'warning', verified: true })]);
      expect(await stateOfLedger()).toEqual(before);
    },
    patience,
  );
});

const Letter = z.object({ id: z.string(), because: z.string(), raw: z.unknown() });

async function letters(): Promise<readonly z.infer<typeof Letter>[]> {
  const container = BlobServiceClient.fromConnectionString(site.estate.storage).getContainerClient('rewrap-letters');
  const found = [];
  for await (const { name } of container.listBlobsFlat()) {
    const content = await container.getBlobClient(name).downloadToBuffer();
    found.push(Letter.parse(JSON.parse(content.toString())));
  }
  return found;
}
