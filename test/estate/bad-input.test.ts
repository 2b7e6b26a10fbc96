import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import type { KeyName } from '../../local/driver/witness';
import { blocksOf } from '../docs/walk';
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
  await site.api.advance('PT2M');
  return z.object({ token: z.string() }).parse(JSON.parse(body)).token;
}

const log = () => readFile(join(site.folder, 'host.log'), 'utf8');

interface Wrong {
  readonly token: () => Promise<string>;
  readonly body: () => string;
}

describe('a call that is not as it should be', () => {
  it.each<readonly [string, number, string, Wrong]>([
    ['with an expired token', 401, 'caller-unknown', { token: expiredToken, body: () => emergency([urlOfLedger]) }],
    [
      'with roles that are not enough',
      403,
      'role-missing',
      { token: tokenFor('Rewrap.Read', 'Rewrap.Operate'), body: () => emergency([urlOfLedger]) },
    ],
    [
      'with a body that is too large',
      413,
      'body-too-large',
      { token: rightToken, body: () => emergency([urlOfLedger], { more: 'x'.repeat(65_536) }) },
    ],
    [
      'with a body that is no JSON',
      400,
      'body-not-json',
      { token: rightToken, body: () => `{"keys": ["${urlOfLedger}"` },
    ],
    [
      'with a field that nobody knows',
      400,
      'input-invalid',
      { token: rightToken, body: () => emergency([urlOfLedger], { when: 'now' }) },
    ],
    [
      'about a key that the vault does not hold',
      422,
      'key-unknown',
      { token: rightToken, body: () => emergency([`${urlOfLedger}s`]) },
    ],
    [
      'about a vault out of scope',
      422,
      'out-of-scope',
      { token: rightToken, body: () => emergency(['https://localhost:1/keys/ledger']) },
    ],
  ])(
    '%s is refused with what to do, changes nothing, and is in the log',
    async (_, status, code, { token, body }) => {
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

/** Last, because the doctor leaves a mark where the letters are. */
describe('calls as docs/getting-started-azure.md has them, the Azure CLI played by the estate', () => {
  it(
    'show that it works, and ask the doctor',
    async () => {
      const block = blocksOf('docs/getting-started-azure.md').find((each) => each.includes('REWRAP_API_URL')) ?? '';
      const bin = join(site.folder, 'bin');
      await mkdir(bin);
      const answers = { azd: `${site.estate.appUrl}/api`, az: await tokenFor('Rewrap.Read')() };
      for (const [name, answer] of Object.entries(answers))
        await writeFile(join(bin, name), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
      const env = { ...process.env, APP: 'rewrap', PATH: `${bin}:${process.env['PATH'] ?? ''}` };
      const said = await new Promise<string>((done) =>
        execFile('sh', ['-u', '-c', block], { env }, (_, out) => done(out)),
      );
      expect(said).toMatch(/"status":"\w+"[\s\S]*"keys":\[/);
      expect(said).toContain('no-self-test');
      expect(said).not.toMatch(/(events|subscription)-missing|right-missing|check-failed|(warning|critical) standby-/);
      expect(said).toMatch(/info no-standby: [^\n]* 4 keys of/);
      expect(said).toMatch(/findings in \d+ checks \(policy, cloud/);
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
