import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';

const client = createDefaultHttpClient();

/** Reads JSON over https from a server whose certificate `ca` has signed; node's own fetch takes no authority. */
export async function getJson(url: string, { ca, token }: { ca: string; token: string }): Promise<unknown> {
  const headers = createHttpHeaders({ authorization: `Bearer ${token}` });
  const request = createPipelineRequest({ url, method: 'GET', headers });
  request.tlsSettings = { ca };
  const { status, bodyAsText } = await client.sendRequest(request);
  if (status === 200) return JSON.parse(bodyAsText ?? '');
  throw new Error(`Expected ${new URL(url).pathname} to be readable, found status ${status}: ${bodyAsText ?? ''}`);
}
