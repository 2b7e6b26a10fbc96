import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const PackageJson = z.object({
  main: z.string().regex(/^[^*{]+$/, 'expected one file; this host takes no pattern'),
  type: z.enum(['module', 'commonjs']).default('commonjs'),
});

const HostJson = z.object({
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      durableTask: z
        .object({
          hubName: z.string().default('LocalHub'),
          defaultVersion: z.string().default(''),
          maxConcurrentActivityFunctions: z.int().positive().default(20),
          maxConcurrentOrchestratorFunctions: z.int().positive().default(20),
        })
        .prefault({}),
    })
    .prefault({}),
  logging: z.object({ logLevel: z.object({ default: z.string().default('Information') }).prefault({}) }).prefault({}),
});

/** A folder is no Functions app this host can run. */
export class NoFunctionsApp extends Error {
  constructor(file: string, found: string) {
    super(`Expected ${file} of a Functions app, found ${found}. Build the app and pass its folder with --app.`);
  }
}

/** What the host has to know of an app's folder. @throws {NoFunctionsApp} */
export function readSettings(app: string) {
  const { main, type } = read(join(app, 'package.json'), PackageJson);
  const { extensions, logging } = read(join(app, 'host.json'), HostJson);
  return { main: join(app, main), isModule: type === 'module', ...extensions, logLevel: logging.logLevel.default };
}
export type Settings = ReturnType<typeof readSettings>;

function read<T>(file: string, schema: z.ZodType<T>): T {
  const content = schema.safeParse(json(file));
  if (content.success) return content.data;
  throw new NoFunctionsApp(file, z.prettifyError(content.error));
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new NoFunctionsApp(file, error instanceof Error ? error.message : String(error));
  }
}
