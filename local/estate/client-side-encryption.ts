import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';

/**
 * Azure Storage client-side encryption, version 2: AES-256-GCM in regions of 4 MiB, each with a nonce before and a tag
 * behind it; the data key is wrapped together with the protocol's number and lies in the blob's metadata. Source: the
 * encryption modules of the Azure Storage SDKs for Python and .NET.
 */
const protocol = '2.0';
const regionLength = 4 * 1024 * 1024;
const nonceLength = 12;
const tagLength = 16;
const prefix = Buffer.from(protocol.padEnd(8, '\0'));

const EncryptionData = z.object({
  WrappedContentKey: z.object({ KeyId: z.url(), EncryptedKey: z.base64(), Algorithm: z.literal('RSA-OAEP-256') }),
  EncryptionAgent: z.object({ Protocol: z.literal(protocol), EncryptionAlgorithm: z.literal('AES_GCM_256') }),
  EncryptedRegionInfo: z.object({ DataLength: z.int(), NonceLength: z.int() }),
});

export interface EncryptedBlob {
  readonly content: Buffer;
  readonly metadata: Record<string, string>;
}

/** Key version by which a data key is wrapped: `kid` with its version. */
interface WrappingKey {
  readonly kid: string;
  readonly wrap: (dataKey: Buffer) => Promise<Uint8Array>;
}

/** Encrypts as an application with the Azure SDK would. */
export async function encrypted(plain: Buffer, { kid, wrap }: WrappingKey): Promise<EncryptedBlob> {
  const dataKey = randomBytes(32);
  const wrapped = await wrap(Buffer.concat([prefix, dataKey]));
  const data: z.infer<typeof EncryptionData> = {
    WrappedContentKey: { KeyId: kid, EncryptedKey: Buffer.from(wrapped).toString('base64'), Algorithm: 'RSA-OAEP-256' },
    EncryptionAgent: { Protocol: protocol, EncryptionAlgorithm: 'AES_GCM_256' },
    EncryptedRegionInfo: { DataLength: regionLength, NonceLength: nonceLength },
  };
  const regions = chunks(plain, regionLength).map((region) => {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', dataKey, nonce);
    return Buffer.concat([nonce, cipher.update(region), cipher.final(), cipher.getAuthTag()]);
  });
  return { content: Buffer.concat(regions), metadata: { encryptiondata: JSON.stringify(data) } };
}

/** The version that wraps the data key of a blob with this metadata. */
export const wrappingVersionOf = (metadata: Readonly<Record<string, string>>): string =>
  readData(metadata).WrappedContentKey.KeyId.split('/').at(-1) ?? '';

/** Decrypts as an application would: asks `unwrap` for the data key with the version that the blob names. */
export async function decrypted(
  { content, metadata }: EncryptedBlob,
  unwrap: (kid: string, wrapped: Buffer) => Promise<Uint8Array>,
): Promise<Buffer> {
  const { KeyId, EncryptedKey } = readData(metadata).WrappedContentKey;
  const opened = Buffer.from(await unwrap(KeyId, Buffer.from(EncryptedKey, 'base64')));
  if (!opened.subarray(0, prefix.length).equals(prefix)) {
    throw new Error(`Expected a data key of protocol ${protocol} in the blob, found something else.`);
  }
  const dataKey = opened.subarray(prefix.length);
  const regions = chunks(content, nonceLength + regionLength + tagLength).map((region) => {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, region.subarray(0, nonceLength));
    decipher.setAuthTag(region.subarray(-tagLength));
    return Buffer.concat([decipher.update(region.subarray(nonceLength, -tagLength)), decipher.final()]);
  });
  return Buffer.concat(regions);
}

const readData = (metadata: Readonly<Record<string, string>>) =>
  EncryptionData.parse(JSON.parse(metadata['encryptiondata'] ?? 'null'));

const chunks = (whole: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(whole.length / length) }, (_, at) => whole.subarray(at * length, (at + 1) * length));
