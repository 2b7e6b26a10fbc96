import { randomBytes } from 'node:crypto';
import { openStorage, type Storage } from '../shared/evidence/storage';

/** Whoever asks first waits until Azurite has started, which takes many seconds on a busy machine. */
jest.setTimeout(60_000);

/** Fresh storage in the Azurite of this Jest run, apart from that of every other test. */
export const freshStorage = async (): Promise<Storage> => {
  const url = process.env['AZURITE_OFFER'];
  if (!url) throw new Error('Expected AZURITE_OFFER, which test/azurite-setup.cjs sets. Run tests by Jest.');
  const answer = await fetch(url);
  const connectionString = await answer.text();
  if (!answer.ok) throw new Error(connectionString);
  return openStorage({ connectionString }, `t${randomBytes(8).toString('hex')}`);
};
