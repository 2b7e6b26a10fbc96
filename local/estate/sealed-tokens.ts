import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Columns in which the bank's application keeps a token: sealed by a data key, which a key of a vault has wrapped. */
export const tokenColumns = { keyId: 'WrappedBy', value: 'WrappedKey' } as const;

const nonceLength = 12;
const tagLength = 16;

/** Key version by which a data key is wrapped: `kid` with its version. */
interface WrappingKey {
  readonly kid: string;
  readonly wrap: (dataKey: Buffer) => Promise<Uint8Array>;
}

/** Seals a token as the application would: AES-256-GCM under a data key of its own. */
export async function sealed(token: string, { kid, wrap }: WrappingKey): Promise<Record<string, string>> {
  const dataKey = randomBytes(32);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce);
  const ciphertext = Buffer.concat([nonce, cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const wrapped = Buffer.from(await wrap(dataKey)).toString('base64');
  return { Token: ciphertext.toString('base64'), [tokenColumns.keyId]: kid, [tokenColumns.value]: wrapped };
}

/** Opens a token as the application would: asks `unwrap` for the data key with the version that the row names. */
export async function unsealed(
  row: Readonly<Record<string, unknown>>,
  unwrap: (kid: string, wrapped: Buffer) => Promise<Uint8Array>,
): Promise<string> {
  const bytesIn = (column: string) => Buffer.from(String(row[column]), 'base64');
  const dataKey = await unwrap(String(row[tokenColumns.keyId]), bytesIn(tokenColumns.value));
  const sealedToken = bytesIn('Token');
  const decipher = createDecipheriv('aes-256-gcm', dataKey, sealedToken.subarray(0, nonceLength));
  decipher.setAuthTag(sealedToken.subarray(-tagLength));
  const text = sealedToken.subarray(nonceLength, -tagLength);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString();
}
