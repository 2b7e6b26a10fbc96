import type { AuditRecord } from '../../../local/key-vault/audit-record';
import { serveVault, type ServedVault } from './served-vault';

const records: AuditRecord[] = [];
/** A token as Microsoft Entra ID shapes it; nobody checks its signature here. */
const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault({
    resourceId: '/vaults/kv',
    audit: (record) => void records.push(record),
    authorise: async (token) =>
      token === 'thief' ? { status: 403, code: 'ForbiddenByRbac', message: 'Not you.' } : 'ok',
  });
});
afterAll(() => kv.close());
beforeEach(() => void records.splice(0));

const call = (
  method: string,
  path: string,
  { token = tokenOf({ oid: 'me', appid: 'app', jti: 'x' }), body = {} } = {},
) =>
  fetch(`${kv.baseUrl}${path}?api-version=7.6`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
const told = () => records.map(({ operationName, httpStatusCode }) => `${operationName} ${httpStatusCode}`);

describe('the audit log of a vault', () => {
  it('names the version that answered, also where the call names none, and who called', async () => {
    await kv.client.createRsaKey('ledger');
    const [version = ''] = (await kv.client.getKey('ledger')).properties.version?.split(' ') ?? [];
    records.splice(0);
    const body = { alg: 'RSA-OAEP-256', value: 'AAAA' };
    await call('POST', '/keys/ledger/wrapkey', { body });
    await call('POST', `/keys/ledger/${version}/wrapkey`, { body });
    const id = `${kv.baseUrl}/keys/ledger/${version}`;
    expect(records.map((record) => record.id)).toEqual([id, id]);
    expect(records[0]).toMatchObject({
      operationName: 'KeyWrap',
      resourceId: '/vaults/kv',
      claims: { oid: 'me', appid: 'app' },
      requestUri: `${kv.baseUrl}/keys/ledger/wrapkey?api-version=7.6`,
      time: kv.clock.now,
    });
    expect(records[0]?.claims).not.toHaveProperty('jti');
  });

  it('tells what was refused as well: without a token, without the right, and what is not there', async () => {
    await call('GET', '/keys/nobody', { token: '' });
    await call('POST', '/keys/nobody/backup', { token: 'thief' });
    await call('POST', '/keys/nobody/unwrapkey', { body: { alg: 'RSA-OAEP-256', value: 'AAAA' } });
    expect(told()).toEqual(['KeyGet 401', 'KeyBackup 403', 'KeyUnwrap 404']);
  });

  it('tells by the id of a restore which key it was', async () => {
    await kv.client.createRsaKey('copied');
    const blob = await kv.client.backupKey('copied');
    const elsewhere = await serveVault({ audit: (record) => void records.push(record) });
    const restored = await elsewhere.client.restoreKeyBackup(blob ?? new Uint8Array());
    await elsewhere.close();
    expect(told()).toContain('KeyRestore 200');
    expect(records.at(-1)).toMatchObject({ id: restored.id, requestUri: expect.stringContaining('/keys/restore') });
  });

  it('calls operations as Azure does', async () => {
    await call('GET', '/keys');
    await call('GET', '/keys/ledger/versions');
    await call('GET', '/keys/ledger/rotationpolicy');
    expect(told()).toEqual(['KeyList 200', 'KeyListVersions 200', 'KeyRotationPolicyGet 200']);
  });
});
