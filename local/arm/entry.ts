import type { Operation } from './operation';
import type { ArmResource, ResourceType } from './resource-type';
import type { KeyUse } from './key-need';

/** One resource: what it shows, what it showed before, and which key versions its data has ever needed. */
export interface Entry {
  readonly type: ResourceType;
  /** Oldest first. Resource Graph reads the past from here. */
  readonly history: readonly { readonly at: Date; readonly resource: ArmResource }[];
  readonly uses: readonly KeyUse[];
  /** When its key reference was last written. */
  readonly pointedAt: Date;
  /** The write under way. */
  readonly operation?: Operation;
  /** When all its data will have gone over to the key in use. */
  readonly rewrittenAt?: Date;
}

export const shown = ({ history }: Entry): ArmResource => {
  const last = history.at(-1);
  if (!last) throw new Error('Expected an entry to show something, found an empty history.');
  return last.resource;
};

/** What Resource Graph knows when it has seen nothing later than `seen`. */
export const shownAt = ({ history }: Entry, seen: Date): ArmResource | undefined =>
  history.findLast(({ at }) => at <= seen)?.resource;

/** Shows something else from now on, under an ETag of its own where the type has them. */
export function withResource(entry: Entry, resource: ArmResource, at: Date): Entry {
  const { history, type } = entry;
  const tagged = type.etag ? { ...resource, [type.etag]: `"${history.length + 1}"` } : resource;
  return { ...entry, history: [...history, { at, resource: tagged }] };
}
