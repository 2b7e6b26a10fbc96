import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { RewrapError } from '../../errors';

/**
 * How content is encrypted by Azure Storage client-side encryption of protocol 2: AES-256-GCM in regions of equal length, the last
 * one shorter, each with its nonce before it and its tag behind it. What is wrapped is the protocol's number, padded to eight
 * bytes, and the data key. Source: the encryption modules of the Azure Storage SDKs for Java (2.0 and 2.1, where the length of
 * regions may be chosen), .NET and Python.
 */
const Agent = z.object({
  EncryptionAgent: z.object({
    Protocol: z.string().regex(/^2\.\d$/),
    EncryptionAlgorithm: z.literal('AES_GCM_256'),
  }),
  EncryptedRegionInfo: z.object({ DataLength: z.int().positive(), NonceLength: z.literal(12) }),
});

const nonceLength = 12;
const tagLength = 16;
const keyLength = 32;
const prefixLength = 8;

/** The regions of one blob. */
export interface Regions {
  readonly protocol: string;
  /** Of a whole region as it lies in the blob: nonce, ciphertext and tag. */
  readonly length: number;
}

/** What the metadata says of the regions; `undefined` for another protocol, whose content we cannot encrypt again. */
export const regionsIn = (envelope: unknown): Regions | undefined => {
  const { data } = Agent.safeParse(envelope);
  return (
    data && {
      protocol: data.EncryptionAgent.Protocol,
      length: nonceLength + data.EncryptedRegionInfo.DataLength + tagLength,
    }
  );
};

const prefixOf = (protocol: string): Buffer => Buffer.from(protocol.padEnd(prefixLength, '\0'));

/** A new data key as it is wrapped. */
export const newDataKey = (protocol: string): Buffer => Buffer.concat([prefixOf(protocol), randomBytes(keyLength)]);

/** The part of an unwrapped data key that encrypts; `undefined` where it is not one of this protocol. Shares its memory. */
export const keyWithin = (protocol: string, opened: Uint8Array): Uint8Array | undefined => {
  const fits = opened.length === prefixLength + keyLength;
  return fits && prefixOf(protocol).equals(opened.subarray(0, prefixLength))
    ? opened.subarray(prefixLength)
    : undefined;
};

/** Content that its data key does not open: damaged, or written by something else. */
export class ContentUnreadable extends RewrapError {
  readonly code = 'content-unreadable';
  readonly status = 422;
}

/** The plain text of one region. Throws `ContentUnreadable` where key and region do not go together. */
export const opened = (region: Buffer, key: Uint8Array): Buffer => {
  try {
    const nonce = region.subarray(0, nonceLength);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
    decipher.setAuthTag(region.subarray(-tagLength));
    return Buffer.concat([decipher.update(region.subarray(nonceLength, -tagLength)), decipher.final()]);
  } catch (error) {
    const found = 'Expected content that its data key opens, but it does not. Restore the blob.';
    throw new ContentUnreadable(found, { cause: error });
  }
};

/** One region with a nonce of its own. */
export const sealed = (plain: Buffer, key: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};
