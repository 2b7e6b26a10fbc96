import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { recoverCommand, vaultOf, type KeyUrl } from '../shared/keys/key-url';
import { inScope } from '../shared/policy/in-scope';
import type { World } from '../shared/world';
import type { Log } from './log';

/** A key that nothing is started for, and what to do about it. */
export const Refusal = z.object({
  key: z.string(),
  code: z.enum([
    'key-url-invalid',
    'out-of-scope',
    'key-unknown',
    'key-soft-deleted',
    'standby-missing',
    'vault-unreadable',
    'key-of-certificate',
    'not-planned',
  ]),
  nextStep: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

interface Judge {
  readonly world: Pick<World, 'keys' | 'policy'>;
  readonly log: Log;
  /** Asks the vault whether the key is there, where the caller has a way of its own. */
  readonly presence?: World['keys']['presence'];
}

/**
 * Why nothing may be started for the key, or `undefined`. Where the vault cannot be asked, nothing speaks against it: the
 * workflow asks again, and more patiently.
 */
export async function whyRefused(
  key: KeyUrl,
  { world, log, presence = (each) => world.keys.presence(each) }: Judge,
): Promise<Refusal | undefined> {
  if (!inScope(await world.policy(), key)) {
    return {
      key,
      code: 'out-of-scope',
      nextStep: `If Rewrap shall look after it, add ${vaultOf(key)} to scope.vaults in policy.yaml.`,
    };
  }
  const found = await presence(key).catch((problem: unknown) => {
    log.warn('vault could not be asked for a key', { key, because: messageOf(problem) });
    return 'present';
  });
  if (found === 'absent') {
    return { key, code: 'key-unknown', nextStep: `Look up the name in ${vaultOf(key)}: it holds no such key.` };
  }
  if (found === 'soft-deleted') {
    return { key, code: 'key-soft-deleted', nextStep: `Recover it: ${recoverCommand(key)}` };
  }
  return undefined;
}
