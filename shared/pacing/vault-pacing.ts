import { createHttpHeaders, createPipelineRequest, type PipelinePolicy } from '@azure/core-rest-pipeline';
import { retryAfterIn } from '../azure/retry-after';
import type { Budget, Draw } from './budget';
import {
  heaviestKey,
  KeyAnswer,
  type KeyKind,
  kindIn,
  vaultCall,
  type VaultCall,
  vaultDraws,
  type VaultPlace,
} from './vault-draws';

type Request = Parameters<PipelinePolicy['sendRequest']>[0];
type Next = Parameters<PipelinePolicy['sendRequest']>[1];

/** Kinds of this many keys are remembered; a forgotten one is looked at again. */
const remembered = 10_000;

const parsed = (text: string | null | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};

/** What calls to vaults cost, and whose turn it is. */
export interface VaultPacing {
  readonly budget: Budget;
  /** Subscription and region of a vault, in one word. Vaults of which it is not known count as one subscription's. */
  readonly homeOf?: ((vault: string) => string | undefined) | undefined;
  readonly isHsmPool: (vault: string) => boolean;
  /** The error for a call whose turn would come too late. */
  readonly busy: (vault: string, seconds: number) => Error;
}

/**
 * Has every attempt of a call take its turn first. Stands behind the policies that sign, because the unsigned first call of a
 * client is only answered with a challenge. Key Vault tells nobody how much is left, and does not promise to say how long to
 * stay away.
 */
export const vaultPacing = ({ budget, homeOf, isHsmPool, busy }: VaultPacing): PipelinePolicy => {
  const kinds = new Map<string, KeyKind>();

  const remember = (key: string | undefined, text: string | null | undefined): KeyKind | undefined => {
    const { data } = KeyAnswer.safeParse(parsed(text));
    if (!data || !key) return undefined;
    const kind = kindIn(data);
    const [oldest = ''] = kinds.keys();
    if (kinds.size >= remembered) kinds.delete(oldest);
    kinds.set(key, kind);
    return kind;
  };

  const take = async (call: VaultCall, place: VaultPlace, vault: string) => {
    const draws = vaultDraws(call, call.key ? kinds.get(call.key) : undefined, place);
    const awayMs = await budget.take(draws);
    if (awayMs !== undefined) throw busy(vault, Math.max(1, Math.ceil(awayMs / 1_000)));
    return draws;
  };

  const placeOf = ({ host, origin }: URL): VaultPlace => {
    const pool = isHsmPool(origin);
    return { host, isHsmPool: pool, home: pool ? '' : (homeOf?.(origin) ?? 'unknown') };
  };

  /** Which of the limits was met is not said; the vault's own is the narrower. */
  const learnRefusal = async ([own]: readonly Draw[], retryAfter: string | undefined): Promise<void> => {
    const seconds = retryAfterIn(retryAfter);
    if (own) await budget.learn(own, { is: 'throttled', ...(seconds !== undefined && { seconds }) });
  };

  const learnCost = async (draws: readonly Draw[], really: readonly Draw[]): Promise<void> => {
    for (const [at, draw] of draws.entries()) {
      await budget.learn(draw, { is: 'dearer', by: (really[at]?.cost ?? draw.cost) - draw.cost });
    }
  };

  const send = async (request: Request, next: Next) => {
    const url = new URL(request.url);
    const call = vaultCall(request.method, url, typeof request.body === 'string' ? request.body : undefined);
    const place = placeOf(url);
    const draws = await take(call, place, url.origin);
    const wasKnown = call.isCreation || kinds.has(call.key ?? '');
    const response = await next(request);
    if (response.status === 429) await learnRefusal(draws, response.headers.get('retry-after'));
    const kind = remember(call.key, response.bodyAsText);
    if (kind && !wasKnown) await learnCost(draws, vaultDraws(call, kind, place));
    return response;
  };

  /** What a use of a key costs is known once the key was read. */
  const readFirst = async (request: Request, next: Next): Promise<void> => {
    const { origin, search } = new URL(request.url);
    const { key = '', isCrypto } = vaultCall(request.method, new URL(request.url), undefined);
    if (!isCrypto || kinds.has(key)) return;
    const headers = createHttpHeaders({ authorization: request.headers.get('authorization') ?? '' });
    const url = `${origin}${new URL(key).pathname}${search}`;
    const { abortSignal } = request;
    const reading = createPipelineRequest({ url, method: 'GET', headers, ...(abortSignal && { abortSignal }) });
    await send(reading, next).catch(() => undefined);
    if (!kinds.has(key)) kinds.set(key, heaviestKey);
  };

  return {
    name: 'rewrapPacing',
    async sendRequest(request, next) {
      if (!request.headers.has('authorization')) return next(request);
      await readFirst(request, next);
      return send(request, next);
    },
  };
};
