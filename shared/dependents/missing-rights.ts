import { permits } from '../access/permits';
import type { ArmDependent } from './arm-dependent';
import type { Dependent, MissingRight } from './dependent';
import { inBatches } from './in-batches';
import { lasts, type Permission, type Reads } from './reads';

const atOnce = 10;
const groupOf = (id: string): string => id.split('/').slice(0, 5).join('/');

/**
 * Actions that moving a dependent takes and that no role at its resource group or above gives us; one may still be given at the
 * resource itself. Where that is not told, nothing is missing as far as we know. Only those that are moved by a write count.
 */
export async function missingRights(
  reads: Pick<Reads, 'permissions'>,
  adapterOf: (type: string) => ArmDependent,
  dependents: readonly Dependent[],
): Promise<MissingRight[]> {
  const written = dependents.filter(({ mode }) => mode === 'pinned');
  const scopes = [...new Set(written.map(({ id }) => groupOf(id)))];
  const found = await inBatches(scopes, atOnce, async (scope) => {
    const permissions = await permissionsAt(reads, scope);
    if (permissions.length === 0) return [];
    const isGiven = (name: string) => permissions.some((part) => permits(part, { plane: 'control', name }));
    const types = new Set(written.filter(({ id }) => groupOf(id) === scope).map(({ type }) => type));
    const needed = [...types].flatMap((type) => adapterOf(type).rights.filter((right) => !right.endsWith('/read')));
    return [...new Set(needed)].filter((right) => !isGiven(right)).map((right) => ({ scope, right }));
  });
  return found.flat();
}

async function permissionsAt(reads: Pick<Reads, 'permissions'>, scope: string): Promise<readonly Permission[]> {
  try {
    return await reads.permissions(scope);
  } catch (error) {
    if (lasts(error)) return [];
    throw error;
  }
}
