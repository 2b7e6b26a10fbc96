import { setImmediate as nextTurn } from 'node:timers/promises';
import { VaultRefusal } from '../../local/key-vault/errors';
import { createVault } from '../../local/key-vault/vault';
import { KeyUrl } from '../../shared/keys/key-url';
import type { KeyWrapping } from '../../shared/keys/key-wrapping';
import { TooFast } from '../../shared/pace';

export interface Wrapped {
  readonly version: string;
  readonly algorithm: string;
  readonly value: Uint8Array;
}

/** A vault of the emulator with a key of two versions and one limit for all calls. */
export interface ThrottledVault {
  readonly key: KeyUrl;
  readonly from: string;
  readonly to: string;
  readonly algorithm: string;
  readonly wrappedBytes: number;
  readonly wrapping: KeyWrapping;
  readonly totals: { granted: number; refused: number };
  /** Outside of what is measured: as if ten seconds had passed before. */
  readonly unthrottled: (operation: 'wrapKey' | 'unwrapKey', wrapped: Wrapped) => Buffer;
}

const name = 'ledger';
const baseUrl = 'https://central.managedhsm.azure.net';
const day = 86_400_000;

/**
 * The emulator of a Managed HSM with an AES key of two versions and one limit for all calls. It is used by its door for neighbours,
 * without HTTP and JSON: keys, states, limits and cryptography are those of every call.
 */
export const throttledHsm = async (callsPerTenSeconds: number): Promise<ThrottledVault> => {
  let ahead = 0;
  const monotonic = () => performance.now() + ahead;
  const now = () => new Date();
  const vault = createVault({
    name: 'hsm',
    flavour: 'managed-hsm',
    baseUrl,
    now,
    throttle: { monotonic, callsPerTenSeconds },
  });
  const versions = [2, 1].map((days) => ({ createdOn: new Date(Date.now() - days * day) }));
  const [from = '', to = ''] = await vault.seedKey({ name, kty: 'oct-HSM', size: 256, versions });
  const totals = { granted: 0, refused: 0 };

  const call = async (operation: 'wrapKey' | 'unwrapKey', { version, algorithm, value }: Wrapped): Promise<Buffer> => {
    await nextTurn();
    try {
      const result = vault.transform(operation, name, version, { algorithm, value: Buffer.from(value) });
      totals.granted += 1;
      return result;
    } catch (error) {
      if (!(error instanceof VaultRefusal) || error.status !== 429) throw error;
      totals.refused += 1;
      throw new TooFast(error.message, undefined, { cause: error });
    }
  };
  const wrapping: KeyWrapping = {
    wrap: (open) => call('wrapKey', open),
    unwrap: (wrapped) => call('unwrapKey', wrapped),
  };
  return {
    key: KeyUrl.parse(`${baseUrl}/keys/${name}`),
    from,
    to,
    algorithm: 'A256KW',
    // Of a 40-byte data key under AES key wrap. Source: RFC 3394.
    wrappedBytes: 48,
    wrapping,
    totals,
    unthrottled: (operation: 'wrapKey' | 'unwrapKey', { version, algorithm, value }: Wrapped): Buffer => {
      ahead += 10_000;
      return vault.transform(operation, name, version, { algorithm, value: Buffer.from(value) });
    },
  };
};
