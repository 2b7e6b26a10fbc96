import * as z from 'zod';
import { RewrapError } from '../../shared/errors';
import { keepBackup } from '../../shared/evidence/keep-backup';
import { KeyUrl } from '../../shared/keys/key-url';
import { inScope } from '../../shared/policy/in-scope';
import type { RecogniseCaller } from './caller';
import { type Endpoint, ourselves } from './endpoint';
import { endpoint } from './guarded';
import { health } from './health';

/** A backup of a key that this app's policy does not name: whoever asks cannot widen it. */
class BackupOutOfScope extends RewrapError {
  readonly code = 'out-of-scope';
  readonly status = 422;
  readonly nextStep = 'Publish the same policy.yaml with both apps.';
  constructor(key: KeyUrl) {
    super(`Expected a key in scope.vaults of policy.yaml of the app for backups, found ${key}.`);
  }
}

const Order = z.strictObject({
  rotationId: z.string().regex(/^[\w-]{1,100}$/),
  key: KeyUrl,
});

/** The backup stays here: nobody gets it by asking. */
const keepBackupOf = endpoint({
  name: 'keepBackup',
  method: 'POST',
  route: 'backups',
  summary: 'Keeps a backup of a key for a rotation, once',
  role: ourselves,
  accepts: { body: Order },
  answers: { 200: { description: 'One is kept', schema: z.object({ kept: z.literal(true) }) } },
  run: async ({ body: { rotationId, key } }, { world }) => {
    if (!inScope(await world.policy(), key)) throw new BackupOutOfScope(key);
    await keepBackup(world, rotationId, key);
    return { status: 200, jsonBody: { kept: true } };
  },
});

const lookAtBackups = (ready: () => Promise<readonly string[]>): Endpoint =>
  endpoint({
    name: 'lookAtBackups',
    method: 'GET',
    route: 'backups',
    summary: 'What keeps this app from making backups',
    role: ourselves,
    accepts: {},
    answers: { 200: { description: 'What it lacks', schema: z.object({ problems: z.array(z.string()) }) } },
    run: async () => ({ status: 200, jsonBody: { problems: await ready() } }),
  });

/** All that the app for backups does, and for nobody but the app that rotates. */
export const backupOperations = (ready: () => Promise<readonly string[]>): readonly Endpoint[] => [
  keepBackupOf,
  lookAtBackups(ready),
  health,
];

/** Takes these identities for Rewrap itself, and everybody else for nobody, whatever roles a token names. */
export const onlyOurselves =
  (recognise: RecogniseCaller, identities: readonly string[]): RecogniseCaller =>
  async (authorization) => {
    const caller = await recognise(authorization);
    return { ...caller, roles: identities.includes(caller.id.toLowerCase()) ? [ourselves] : [] };
  };
