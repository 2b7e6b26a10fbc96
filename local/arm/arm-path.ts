/** A path below a provider: a resource, or a collection when the last name is missing. */
export interface ArmPath {
  readonly subscription: string;
  /** Full type as the caller spelt it, e.g. `Microsoft.Sql/servers/keys`. */
  readonly type: string;
  /** Name of the resource; absent for a collection. */
  readonly name?: string;
  /** Of a child resource or collection: the id of the resource it belongs to. */
  readonly parent?: string;
  /** What the ids of a collection's members start with. */
  readonly scope: string;
}

/** Subscription or resource group, and below `providers` the namespace and then types and names in turn. */
const shape = /^((?:\/subscriptions\/[^/]+)(?:\/resourceGroups\/[^/]+)?)\/providers\/([^/]+\/.+?)\/?$/i;

/** @returns undefined when the path is not one of a resource or collection */
export function parseArmPath(path: string): ArmPath | undefined {
  const [, group, rest] = shape.exec(path) ?? [];
  if (!group || !rest) return undefined;

  const [namespace, ...segments] = rest.split('/');
  const hasName = segments.length % 2 === 0;
  const isChild = segments.length > 2;
  const above = [group, 'providers', namespace, ...segments.slice(0, hasName ? -2 : -1)].join('/');
  return {
    subscription: group.split('/')[2] ?? '',
    type: [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/'),
    scope: `${isChild ? above : group}/`,
    ...(isChild && { parent: above }),
    ...(hasName && { name: segments.at(-1) ?? '' }),
  };
}
