import type { TokenCredential } from '@azure/identity';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { RewrapError } from '../errors';
import type { KeyUrl } from '../keys/key-url';
import { parsed } from './rest';
import { tokenPipeline } from './token-pipeline';

/** The app that makes backups did not make one, or does not answer as it should. */
export class BackupAppRefused extends RewrapError {
  readonly code = 'backup-app-refused';
  readonly status = 502;
  constructor(address: string, status: number, detail: string) {
    super(
      `Expected ${address}, the app for backups, to do as it was asked, but it answered ${status}: ${detail}. ` +
        'Look at that app and the rights of its identity: npm run doctor',
    );
  }
}

/** The second app, which alone may back keys up and reach what was kept. */
export interface BackupApp {
  readonly keep: (rotationId: string, key: KeyUrl) => Promise<void>;
  /** What keeps it from its duty, as it sees it itself. */
  readonly problems: () => Promise<readonly string[]>;
}

const Fault = z.object({ detail: z.string() });
const Ready = z.object({ problems: z.array(z.string()) });

/** Asks that app by tokens of our own identity for the audience of its API. Tries again for a while: it keeps one backup per rotation. */
export const backupApp = (given: {
  url: string;
  audience: string;
  credential: TokenCredential;
  httpClient?: HttpClient;
}): BackupApp => {
  const { url, audience, credential, httpClient = createDefaultHttpClient() } = given;
  const pipeline = tokenPipeline({ credential, scope: `${audience}/.default` });
  const address = `${url.replace(/\/$/, '')}/backups`;
  const headers = createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' });

  const ask = async (method: 'GET' | 'POST', body?: object): Promise<unknown> => {
    const content = body && { body: JSON.stringify(body) };
    const request = createPipelineRequest({ url: address, method, headers, timeout: 60_000, ...content });
    const { status, bodyAsText } = await pipeline.sendRequest(httpClient, request);
    const answer = parsed(bodyAsText);
    if (status !== 200)
      throw new BackupAppRefused(address, status, Fault.safeParse(answer).data?.detail ?? 'no reason');
    return answer;
  };

  return {
    keep: async (rotationId, key) => void (await ask('POST', { rotationId, key })),
    problems: async () => Ready.parse(await ask('GET')).problems,
  };
};
