import { createHash } from 'node:crypto';
import type { KeyVaultKey } from '@azure/keyvault-keys';
import type { KeyUrl } from './key-url';
import { isSignedBy, sealFor, signingOf } from './public-key';
import { withItsSize } from './symmetric-size';
import { ask } from './vault-answers';
import type { VaultClients } from './vault-clients';

/** A version on trial. `sealing` is where a sample is sealed: an expired version seals nothing in its vault any more. */
export interface Subject {
  readonly clients: VaultClients;
  readonly key: KeyUrl;
  readonly version: string;
  readonly bundle: KeyVaultKey;
  readonly sealing: 'in-vault' | 'here';
}

type Open = () => Promise<Uint8Array>;

/** Takes a sample there and back, or throws. */
export type RoundTrip = (sample: Uint8Array) => Promise<void>;

/** Shows what is sealed to open again. */
const opensAgain =
  (seal: (sample: Uint8Array) => Promise<Open>): RoundTrip =>
  async (sample) => {
    const open = await seal(sample);
    const opened = await open();
    try {
      if (!Buffer.from(opened).equals(sample))
        throw new Error('a sample came back from the vault, but it is not the same');
    } finally {
      opened.fill(0);
    }
  };

const isSymmetric = ({ keyType }: KeyVaultKey): boolean => keyType?.startsWith('oct') ?? false;

const wrapping = ({ clients, key, version, bundle, sealing }: Subject): RoundTrip =>
  opensAgain(async (sample) => {
    const cryptography = () => clients.cryptography(key, version);
    const wrap = () =>
      ask(clients.attempt('wrap', key, version), () =>
        isSymmetric(bundle)
          ? withItsSize((size) => cryptography().wrapKey(`A${size}KW`, sample))
          : cryptography().wrapKey('RSA-OAEP-256', sample),
      );
    const wrapped =
      sealing === 'here' && !isSymmetric(bundle)
        ? ({ algorithm: 'RSA-OAEP-256', result: sealFor(bundle, sample) } as const)
        : await wrap();
    return async () => {
      const { result } = await ask(clients.attempt('unwrap', key, version), () =>
        cryptography().unwrapKey(wrapped.algorithm, wrapped.result),
      );
      return result;
    };
  });

const encryptingRsa = ({ clients, key, version, bundle, sealing }: Subject): RoundTrip =>
  opensAgain(async (sample) => {
    const algorithm = 'RSA-OAEP-256';
    const encrypt = () =>
      ask(clients.attempt('encrypt', key, version), () =>
        clients.cryptography(key, version).encrypt({ algorithm, plaintext: sample }),
      );
    const ciphertext = sealing === 'here' ? sealFor(bundle, sample) : (await encrypt()).result;
    return async () => {
      const { result } = await ask(clients.attempt('decrypt', key, version), () =>
        clients.cryptography(key, version).decrypt({ algorithm, ciphertext }),
      );
      return result;
    };
  });

const encryptingAes = ({ clients, key, version }: Subject): RoundTrip =>
  opensAgain(async (sample) => {
    const { algorithm, sealed } = await ask(clients.attempt('encrypt', key, version), () =>
      withItsSize(async (size) => {
        const algorithm = `A${size}GCM` as const;
        const sealed = await clients.cryptography(key, version).encrypt({ algorithm, plaintext: sample });
        return { algorithm, sealed };
      }),
    );
    const { result: ciphertext, iv = new Uint8Array(), authenticationTag = new Uint8Array() } = sealed;
    return async () => {
      const { result } = await ask(clients.attempt('decrypt', key, version), () =>
        clients.cryptography(key, version).decrypt({ algorithm, ciphertext, iv, authenticationTag }),
      );
      return result;
    };
  });

const signing =
  ({ clients, key, version, bundle }: Subject): RoundTrip =>
  async (sample) => {
    const how = signingOf(bundle);
    if (!how) throw new Error(`${key} has a curve that Rewrap cannot check: ${bundle.key?.crv ?? 'none'}`);
    const digest = createHash(how.hash).update(sample).digest();
    const { result } = await ask(clients.attempt('sign', key, version), () =>
      clients.cryptography(key, version).sign(how.algorithm, digest),
    );
    if (!isSignedBy(bundle, how.hash, sample, result))
      throw new Error('the vault signed a sample, but the signature is wrong');
  };

/** Whether a sample can be sealed with the public key here, and opened by the vault. */
export const opensWhatIsSealedHere = (bundle: KeyVaultKey): boolean =>
  !isSymmetric(bundle) && ['unwrapKey', 'decrypt'].some((open) => bundle.keyOperations?.includes(open));

/** The trial that fits the version's operations, wrapping first; `undefined` where they allow none. */
export const roundTripOf = (subject: Subject): RoundTrip | undefined => {
  const { bundle, sealing } = subject;
  const allowed = new Set<string>(bundle.keyOperations);
  const sealedHere = sealing === 'here' && opensWhatIsSealedHere(bundle);
  const allows = (seal: string, open: string) => allowed.has(open) && (sealedHere || allowed.has(seal));
  if (allows('wrapKey', 'unwrapKey')) return wrapping(subject);
  if (allows('encrypt', 'decrypt')) return isSymmetric(bundle) ? encryptingAes(subject) : encryptingRsa(subject);
  return allowed.has('sign') && !isSymmetric(bundle) ? signing(subject) : undefined;
};
