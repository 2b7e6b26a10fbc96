import { BlobServiceClient } from '@azure/storage-blob';
import { decrypted, encrypted, wrappingVersionOf } from '../../local/estate/client-side-encryption';
import { appApi } from '../../local/driver/app-api';
import { bringUpEstate, patience, type TestEstate } from './estate';
import { foreignTokens, startLowkeyLikeVault, type OtherVault } from './lowkey-like-vault';

const staticToken = 'any-other-would-do';
const secret = 'Minutes of the board';

let vault: OtherVault;
let site: TestEstate;
const given = { ...process.env };

/** As a person does it: the certificate to trust and the token are in the environment of `npm start -- --vault`. */
beforeAll(async () => {
  vault = await startLowkeyLikeVault();
  Object.assign(process.env, { NODE_EXTRA_CA_CERTS: vault.caFile, REWRAP_STATIC_TOKEN: staticToken });
  site = await bringUpEstate({ otherVaults: [vault.url] });
}, patience);
afterAll(async () => {
  for (const name of ['NODE_EXTRA_CA_CERTS', 'REWRAP_STATIC_TOKEN']) {
    const value = given[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await site.end();
  await vault.close();
}, patience);

const blob = () =>
  BlobServiceClient.fromConnectionString(site.estate.storage)
    .getContainerClient('annual-reports')
    .getBlockBlobClient('minutes.txt');

/** Encrypts a blob with a data key that the vault has wrapped. */
async function storeSecret(kid: string): Promise<void> {
  const wrap = async (dataKey: Buffer) => (await vault.cryptography(kid).wrapKey('RSA-OAEP-256', dataKey)).result;
  const { content, metadata } = await encrypted(Buffer.from(secret), { kid, wrap });
  await blob().upload(content, content.length, { metadata });
}

async function readSecret(): Promise<{ text: string; version: string }> {
  const [content, { metadata = {} }] = await Promise.all([blob().downloadToBuffer(), blob().getProperties()]);
  const unwrap = async (kid: string, wrapped: Buffer) =>
    (await vault.cryptography(kid).unwrapKey('RSA-OAEP-256', wrapped)).result;
  const text = (await decrypted({ content, metadata }, unwrap)).toString();
  return { text, version: wrappingVersionOf(metadata) };
}

describe('a vault of another emulator, with a static token and a certificate of its own', () => {
  it(
    'has a key rotated end to end: new version, application data wrapped anew, one record, one alert',
    async () => {
      const { api, estate, witness } = site;
      const url = `${vault.url}/keys/minutes`;
      const made = await vault.client.createRsaKey('minutes', { keySize: 2048, keyOps: ['wrapKey', 'unwrapKey'] });
      await storeSecret(made.id ?? '');
      const operator = appApi(estate.appUrl, await api.tokenFor('Omar', ['Rewrap.Operate']));
      await operator.startRotation({ key: url, reason: 'It is in another vault' });
      const isClosed = async () => (await witness.recordsOf(url)).some(({ closedAt }) => closedAt !== undefined);
      await api.settle('the rotation to be closed', isClosed);

      const { properties } = await vault.client.getKey('minutes');
      expect(properties.version).not.toBe(made.properties.version);
      expect(await readSecret()).toEqual({ text: secret, version: properties.version });
      const [record, ...others] = await witness.recordsOf(url);
      expect(record).toMatchObject({ state: 'proven', to: properties.version, counts: { total: 1, proven: 1 } });
      expect(others).toEqual([]);
      const told = (await api.alerts()).filter(({ rotationId }) => rotationId === record?.id);
      expect(told).toMatchObject([{ kind: 'RotationProven', verified: true }]);
    },
    patience,
  );

  it(
    'was shown the static token and no other, and the estate the managed identity as ever',
    async () => {
      expect(foreignTokens(vault)).toEqual([staticToken]);
      await site.api.fireTimer('sweep');
      await site.api.quiet();
      const troubles = (await site.api.alerts()).filter(({ kind }) => kind === 'NeedsPerson');
      expect(troubles.filter(({ summary }) => summary.includes('can be looked after'))).toEqual([]);
    },
    patience,
  );
});
