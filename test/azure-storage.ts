import { BlobServiceClient } from '@azure/storage-blob';

/** Whoever asks first waits until Azurite has started, which takes many seconds on a busy machine. */
jest.setTimeout(60_000);

let known: Promise<string> | undefined;

/** The connection string of the Azurite that Jest's set-up offers. */
export const azuriteConnection = (): Promise<string> => (known ??= ask());

const ask = async (): Promise<string> => {
  const url = process.env['AZURITE_OFFER'];
  if (!url) throw new Error('Expected AZURITE_OFFER, which the set-up of Jest provides.');
  return (await fetch(url)).text();
};

export const azuriteBlobs = async (): Promise<BlobServiceClient> =>
  BlobServiceClient.fromConnectionString(await azuriteConnection());
