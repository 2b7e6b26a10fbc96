/** An app that does nothing, with the Azure clients that Rewrap has, loaded as they come: what any such app takes to load. */
import { createPipelineFromOptions } from '@azure/core-rest-pipeline';
import { TableClient } from '@azure/data-tables';
import { EventGridPublisherClient } from '@azure/eventgrid';
import { app } from '@azure/functions';
import { ManagedIdentityCredential } from '@azure/identity';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { BlobServiceClient } from '@azure/storage-blob';
import * as df from 'durable-functions';

/** Named, so that the bundler keeps them. */
const clients = [
  createPipelineFromOptions,
  TableClient,
  EventGridPublisherClient,
  ManagedIdentityCredential,
  CryptographyClient,
  KeyClient,
  BlobServiceClient,
];

app.http('nothing', {
  extraInputs: [df.input.durableClient()],
  handler: () => ({ body: String(clients.length) }),
});
