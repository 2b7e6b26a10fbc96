import * as z from 'zod';
import { armTypes } from '../dependents';
import type { Dependent } from '../dependents/dependent';
import { isEmergency, type Cause } from './request';

/** How far a rotation can be taken back, and what would not go with it. */
export const WayBack = z.object({
  endsWith: z.string().describe('Name of the step after which no undo is taken'),
  because: z.string(),
  without: z
    .array(z.object({ type: z.string(), dependents: z.int(), because: z.string() }))
    .describe('Dependents that an undo would leave, or may have to leave, on the new version'),
});
export type WayBack = z.infer<typeof WayBack>;

const mayRefuse = new Set(
  armTypes.filter(({ codes = {} }) => Object.values(codes).includes('stay')).map(({ type }) => type),
);

/** Why a dependent may not go back to the former version by a write of ours; undefined where it does. */
function whyNotBack({ mode, type }: Dependent): string | undefined {
  if (mode === 'following') return 'it follows the newest version by itself, until a person pins it';
  if (mode === 'by-hand') return 'a person must move it, to and fro';
  return mayRefuse.has(type) ? 'the service may refuse a version that is older' : undefined;
}

/** Point of no return and way back, before anything has begun. Pure. */
export function wayBackOf(dependents: readonly Dependent[], cause: Cause): WayBack {
  if (isEmergency(cause)) {
    const because = 'the former version may be in wrong hands, so nothing is led back to it';
    return { endsWith: 'create version', because, without: [] };
  }
  const groups = new Map<string, WayBack['without'][number]>();
  for (const dependent of dependents) {
    const because = whyNotBack(dependent);
    if (because === undefined) continue;
    const { type } = dependent;
    const name = `${type} ${because}`;
    groups.set(name, { type, because, dependents: (groups.get(name)?.dependents ?? 0) + 1 });
  }
  return {
    endsWith: 'retire old version',
    because: 'until then both versions are enabled; afterwards a person enables the old one first',
    without: [...groups.values()],
  };
}
