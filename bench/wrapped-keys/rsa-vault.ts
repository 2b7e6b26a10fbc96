import { emulatedVault } from '../../test/shared/keys/emulated-vaults';
import type { ThrottledVault, Wrapped } from './throttled-vault';

const name = 'ledger';
const day = 86_400_000;

/** The emulator of a vault with an RSA key of two versions, reached as the app does: by Azure's client, HTTP and JSON. */
export const throttledRsaVault = async (callsPerTenSeconds: number): Promise<ThrottledVault> => {
  let ahead = 0;
  const monotonic = () => performance.now() + ahead;
  const { vault, keys, url, sent } = emulatedVault({ throttle: { monotonic, callsPerTenSeconds } });
  const versions = [2, 1].map((days) => ({ createdOn: new Date(Date.now() - days * day) }));
  const [from = '', to = ''] = await vault.seedKey({ name, kty: 'RSA', size: 2048, versions });
  const totals = { granted: 0, refused: 0 };
  const counted = async <T>(call: Promise<T>): Promise<T> => {
    // What was sent is kept for tests and would fill memory here.
    sent.length = 0;
    try {
      const result = await call;
      totals.granted += 1;
      return result;
    } catch (error) {
      totals.refused += 1;
      throw error;
    }
  };
  return {
    key: url(name),
    from,
    to,
    algorithm: 'RSA-OAEP-256',
    wrappedBytes: 256,
    wrapping: { wrap: (open) => counted(keys.wrap(open)), unwrap: (wrapped) => counted(keys.unwrap(wrapped)) },
    totals,
    unthrottled: (operation, { version, algorithm, value }: Wrapped) => {
      ahead += 10_000;
      return vault.transform(operation, name, version, { algorithm, value: Buffer.from(value) });
    },
  };
};
