/**
 * The encrypted value of a column encryption key of SQL Server Always Encrypted, as the providers for Azure Key Vault write it:
 * version, length of the master key's path, length of the ciphertext, path, ciphertext, and the master key's signature of all that
 * stands before it. Lengths count bytes and are little-endian. Source: `SQLServerColumnEncryptionAzureKeyVaultProvider` of the
 * Microsoft JDBC driver; the provider of Microsoft.Data.SqlClient writes the same.
 */
const formatVersion = 1;
const headLength = 5;

/** What an encrypted value consists of. */
export interface EncryptedValue {
  /** In lower case. Readers take the path of the master key object instead. */
  readonly path: string;
  /** The column encryption key, wrapped with RSA-OAEP. */
  readonly ciphertext: Buffer;
  readonly signature: Buffer;
}

/** What is signed: everything but the signature. */
export const signedPart = ({ path, ciphertext }: Pick<EncryptedValue, 'path' | 'ciphertext'>): Buffer => {
  const pathBytes = Buffer.from(path.toLowerCase(), 'utf16le');
  const head = Buffer.alloc(headLength);
  head.writeUInt8(formatVersion, 0);
  head.writeUInt16LE(pathBytes.length, 1);
  head.writeUInt16LE(ciphertext.length, 3);
  return Buffer.concat([head, pathBytes, ciphertext]);
};

export const written = (value: EncryptedValue): Buffer => Buffer.concat([signedPart(value), value.signature]);

/** Reads an encrypted value; `undefined` where it is none. A signature is as long as the ciphertext: both are the key's size. */
export const readValue = (bytes: Buffer): EncryptedValue | undefined => {
  if (bytes.length < headLength || bytes.readUInt8(0) !== formatVersion) return undefined;
  const ciphertextAt = headLength + bytes.readUInt16LE(1);
  const ciphertextLength = bytes.readUInt16LE(3);
  const signatureAt = ciphertextAt + ciphertextLength;
  if (ciphertextLength === 0 || bytes.length !== signatureAt + ciphertextLength) return undefined;
  return {
    path: bytes.subarray(headLength, ciphertextAt).toString('utf16le'),
    ciphertext: bytes.subarray(ciphertextAt, signatureAt),
    signature: bytes.subarray(signatureAt),
  };
};

/**
 * What a master key signs so that it may be used within enclaves: provider, path and the word true. Source:
 * `verifyColumnMasterKeyMetadata` of the same provider.
 */
export const enclaveConsent = (provider: string, path: string): Buffer =>
  Buffer.from(`${provider.toLowerCase()}${path.toLowerCase()}true`, 'utf16le');
