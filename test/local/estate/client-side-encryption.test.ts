import { decrypted, encrypted, wrappingVersionOf } from '../../../local/estate/client-side-encryption';

const kid = 'https://localhost:1/keys/cards/0123';
const shifted = (bytes: Uint8Array, by: number) => Uint8Array.from(bytes, (byte) => (byte + by) % 256);
const wrap = async (dataKey: Buffer) => shifted(dataKey, 1);
const unwrap = async (_: string, wrapped: Buffer) => shifted(wrapped, 255);

describe('client-side encryption, version 2', () => {
  it('opens to what went in, over more than one region', async () => {
    const plain = Buffer.alloc(4 * 1024 * 1024 + 10, 'ledger ');
    const blob = await encrypted(plain, { kid, wrap });
    expect(blob.content.length).toBe(plain.length + 2 * (12 + 16));
    expect((await decrypted(blob, unwrap)).equals(plain)).toBe(true);
  });

  it('wraps the protocol number together with the data key, and names the version that did', async () => {
    let wrapped = Buffer.alloc(0);
    const noting = async (dataKey: Buffer) => (wrapped = Buffer.from(dataKey));
    const { metadata } = await encrypted(Buffer.from('a'), { kid, wrap: noting });
    expect(wrapped.length).toBe(8 + 32);
    expect(wrapped.subarray(0, 8).toString()).toBe('2.0\0\0\0\0\0');
    expect(wrappingVersionOf(metadata)).toBe('0123');
  });

  it('refuses content that was changed', async () => {
    const blob = await encrypted(Buffer.from('a balance'), { kid, wrap });
    blob.content[14] = (blob.content[14] ?? 0) ^ 1;
    await expect(decrypted(blob, unwrap)).rejects.toThrow();
  });
});
