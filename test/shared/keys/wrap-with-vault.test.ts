import { TooFast } from '../../../shared/pace';
import { emulatedVault } from './emulated-vaults';

const dataKey = Buffer.alloc(32, 7);
const algorithm = 'RSA-OAEP-256';

const aKey = async () => {
  const { vault, ...more } = emulatedVault();
  const [version = ''] = await vault.seedKey({ name: 'ledger', kty: 'RSA' });
  return { vault, ...more, key: more.url('ledger'), version };
};

describe('wrapping with a vault', () => {
  it('lets the vault challenge once, though many calls start together, and sends each its own body', async () => {
    const { keys, key, version, sent } = await aKey();
    const dataKeys = Array.from({ length: 20 }, (_, n) => Buffer.alloc(32, n));
    const wrapped = await Promise.all(dataKeys.map((value) => keys.wrap({ key, version, algorithm, value })));
    const opened = await Promise.all(wrapped.map((value) => keys.unwrap({ key, version, algorithm, value })));
    expect(opened.map((each) => Buffer.from(each))).toEqual(dataKeys);
    expect(sent.filter(({ authorised }) => !authorised)).toHaveLength(1);
  });

  it('goes on after a first call that failed', async () => {
    const { keys, key, version, vault } = await aKey();
    vault.addFault({ kind: 'refuse', operation: 'wrapKey', status: 403, code: 'Forbidden', message: 'no' });
    await expect(keys.wrap({ key, version, algorithm, value: dataKey })).rejects.toThrow('keys/wrap/action');
    const value = await keys.wrap({ key, version, algorithm, value: dataKey });
    expect(Buffer.from(await keys.unwrap({ key, version, algorithm, value }))).toEqual(dataKey);
  });

  it('tells when it is asked too often, so that callers slow down', async () => {
    const { keys, key, version, vault } = await aKey();
    vault.addFault({ kind: 'refuse', operation: 'wrapKey', status: 429, code: 'Throttled', message: 'slow down' });
    await expect(keys.wrap({ key, version, algorithm, value: dataKey })).rejects.toThrow(TooFast);
  });
});
