import * as z from 'zod';
import { KeyUrl } from '../../shared/keys/key-url';
import { requestRotation } from '../../shared/rotations/request-rotation';
import type { Cause, RotationRequest } from '../../shared/rotations/request';
import { Refusal, whyRefused } from '../why-refused';
import type { Answer, Site } from './endpoint';
import { KeysRefused } from './problems';
import { planView, PlanView } from './plan-view';
import { rotationPath } from './rotation-view';

/** A key as a caller names it. Whether it is one is judged key by key, so that a bad one does not stop the good ones. */
export const NamedKey = z
  .string()
  .max(500)
  .describe('URL of a key, such as https://payments.vault.azure.net/keys/ledger; a version in it is ignored');

export const Reason = z.string().trim().min(1).max(500).describe('Kept in the evidence');
export const DryRun = z.boolean().default(false).describe('Answer the plans, change nothing');

/** Answer to a start. `id` is that of the request; GET /api/rotations/{id} answers the rotation that serves it. */
export const Started = z
  .object({
    rotations: z.array(z.object({ id: z.string(), key: KeyUrl, statusUrl: z.url() })),
    refused: z.array(Refusal),
    incidentId: z.string().optional(),
  })
  .meta({ id: 'Started' });

export const Plans = z.object({ plans: z.array(PlanView), refused: z.array(Refusal) }).meta({ id: 'Plans' });

export const startAnswers = {
  200: { description: 'The plans of a dry run. Nothing was written.', schema: Plans },
  202: { description: 'The rotations were asked for. Refused keys are named.', schema: Started },
};

type Asked = Pick<Site, 'world' | 'log'> & Pick<Parameters<typeof whyRefused>[1], 'presence'>;

/** The named keys, each once: those that may be rotated, and those that may not. @throws {KeysRefused} when none may. */
export async function sortKeys(named: readonly string[], site: Site): Promise<{ keys: KeyUrl[]; refused: Refusal[] }> {
  const sorted = await sortNamed(named, site);
  if (sorted.keys.length === 0) throw new KeysRefused(sorted.refused);
  return sorted;
}

/** The same, where there may be none. `presence` asks in another way whether a key is there. */
export async function sortNamed(
  named: readonly string[],
  site: Asked,
): Promise<{ keys: KeyUrl[]; refused: Refusal[] }> {
  const judged = await Promise.all(named.map((name) => judge(name, site)));
  const keys = [...new Set(judged.flatMap(({ key }) => key ?? []))];
  const refused = judged.flatMap(({ refusal }) => refusal ?? []);
  return { keys, refused };
}

async function judge(named: string, site: Asked): Promise<{ key?: KeyUrl; refusal?: Refusal }> {
  const key = KeyUrl.safeParse(named);
  if (!key.success) {
    const nextStep = 'Name it like https://payments.vault.azure.net/keys/ledger.';
    return { refusal: { key: withoutSecrets(named), code: 'key-url-invalid', nextStep } };
  }
  const refusal = await whyRefused(key.data, site);
  return refusal ? { refusal } : { key: key.data };
}

/** A pasted URL may bear a password or a signature, and what is refused comes to the log: what names no key is left out. */
const withoutSecrets = (named: string): string => named.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '');

/** What would be done, key by key. Writes nothing. */
export async function plansFor(
  { keys, refused }: { keys: readonly KeyUrl[]; refused: Refusal[] },
  wish: { readonly cause: Cause; readonly toCurrent?: boolean },
  { world, preview }: Site,
): Promise<Answer> {
  const plans = await Promise.all(keys.map((key) => preview(world, { key, ...wish })));
  return { status: 200, jsonBody: { plans: plans.map(planView), refused } satisfies z.input<typeof Plans> };
}

/** Writes the requests and wakes the workflows of their keys. */
export async function request(wishes: readonly RotationRequest[], { world, workflows }: Site): Promise<void> {
  await Promise.all(wishes.map((wish) => requestRotation({ requests: world.requests, workflows }, wish)));
}

/** How a start names the rotation that will serve the request. */
export const startedBy =
  (urlOf: (path: string) => string) =>
  ({ id, key }: Pick<RotationRequest, 'id' | 'key'>) => ({ id, key, statusUrl: urlOf(rotationPath(id)) });
