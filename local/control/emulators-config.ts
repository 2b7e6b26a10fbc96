import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const port = z.int().min(1).max(65_535);

/** What the process of the emulators is told at its start, in a file in the folder of its run. */
export const EmulatorsConfig = z.strictObject({
  home: z.string().describe('Folder with the certificates, which outlive a run'),
  ports: z.strictObject({
    control: port.describe('http: control, token issuer, webhooks of the inbox'),
    topic: port.describe('https: Event Grid topic of the inbox'),
    arm: port,
    logs: port.describe('https: Log Analytics'),
    search: port.describe('https: data plane of AI Search, as /{service}/…'),
    graph: port.describe('https: Microsoft Graph'),
    payments: port,
    ledger: port,
    platform: port,
    treasury: port,
    standby: port,
  }),
  appUrl: z.url().describe('Origin of the Functions host, to which events are delivered'),
  storage: z.string().describe('Connection string of Azurite'),
  identityHeader: z.string(),
  webhookSecret: z.string(),
  topicKey: z.string(),
  crowd: z.int().nonnegative().describe('Storage accounts beside those of the estate'),
  crowdKeys: z.int().positive().optional().describe('Keys that the crowd is spread over; by default one of the estate'),
  crowdSubscriptions: z.int().positive().optional().describe('Subscriptions of the crowd; by default one for each 50'),
  armScale: z.number().positive().default(1).describe("How many times Azure Resource Manager's documented rates hold"),
});
export type EmulatorsConfig = z.infer<typeof EmulatorsConfig>;

export const readConfig = async (file: string): Promise<EmulatorsConfig> =>
  EmulatorsConfig.parse(JSON.parse(await readFile(file, 'utf8')));
