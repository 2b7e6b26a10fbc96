import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as X509 from '@peculiar/x509';

/** A server's certificate and key as PEM, and the file with the authority that signed it. */
export interface LocalAuthority {
  /** For NODE_EXTRA_CA_CERTS of whoever calls the server. */
  caFile: string;
  key: string;
  cert: string;
}

const day = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A certificate authority of this machine alone and a certificate for `localhost`, 127.0.0.1 and ::1, made in `folder` at
 * the first call and used again afterwards. (Not for `*.localhost`: Node.js and OpenSSL accept no wildcard before a single
 * label.) The authority's own key is thrown away once it has signed, so nobody can sign anything else with it. On the real
 * clock, as TLS is; good for ten years.
 */
export async function localAuthority(folder: string): Promise<LocalAuthority> {
  const home = join(folder, 'certificates');
  return (await existing(home)) ?? (await made(folder, home));
}

async function existing(home: string): Promise<LocalAuthority | undefined> {
  const files = fileNames(home);
  try {
    const [key, cert] = await Promise.all([readFile(files.key, 'utf8'), readFile(files.cert, 'utf8')]);
    return { caFile: files.ca, key, cert };
  } catch {
    return undefined;
  }
}

/** Appears whole, by renaming its folder: of two processes that start together, both end with the same authority. */
async function made(folder: string, home: string): Promise<LocalAuthority> {
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, 'certificates-'));
  const files = fileNames(draft);
  const { ca, cert, key } = await makeCertificates();
  await Promise.all([writeFile(files.ca, ca), writeFile(files.cert, cert), writeFile(files.key, key, { mode: 0o600 })]);
  await rename(draft, home).catch(() => rm(draft, { recursive: true }));
  const authority = await existing(home);
  if (authority) return authority;
  throw new Error(`Expected certificates in ${home}, found an incomplete folder: remove it and start again.`);
}

const fileNames = (home: string) => ({
  ca: join(home, 'ca.pem'),
  cert: join(home, 'server.pem'),
  key: join(home, 'server-key.pem'),
});

async function makeCertificates() {
  const x509 = await certificateLibrary();
  const [caKeys, serverKeys] = await Promise.all([newKeys(), newKeys()]);
  const notBefore = new Date(Date.now() - day);
  const notAfter = new Date(Date.now() + 3650 * day);
  const validity = { notBefore, notAfter, signingAlgorithm: algorithm };
  const { BasicConstraintsExtension, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension } = x509;

  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: `CN=Rewrap local authority ${randomBytes(4).toString('hex')}`,
    serialNumber: serialNumber(),
    keys: caKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: ca.subject,
    serialNumber: serialNumber(),
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  return { ca: ca.toString('pem'), cert: server.toString('pem'), key: pemOf(serverKeys.privateKey) };
}

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** Positive, whatever the random bytes are. */
const serialNumber = () => `01${randomBytes(8).toString('hex')}`;

const pemOf = (key: webcrypto.CryptoKey) => KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' });

/**
 * The dependency container inside @peculiar/x509 refuses to load without metadata reflection, which nothing here needs:
 * functions that know of no metadata satisfy it.
 */
async function certificateLibrary(): Promise<typeof X509> {
  const none = () => undefined;
  if (!('getMetadata' in Reflect)) {
    Object.assign(Reflect, { getMetadata: none, getOwnMetadata: none, defineMetadata: none });
  }
  return import('@peculiar/x509');
}
