import * as z from 'zod';

const Principal = z.guid().toLowerCase();

/** `identity` of a resource, alike for every provider. Providers fill in what they know and leave out the rest. */
const Identity = z.looseObject({
  principalId: Principal.nullish().catch(undefined),
  userAssignedIdentities: z
    .record(z.string(), z.looseObject({ principalId: Principal.nullish().catch(undefined) }).nullish())
    .nullish()
    .catch(undefined),
});

/**
 * Principal ids of the managed identities in `identity` of a resource or of its parent: the system-assigned one and all
 * that are assigned to it. Which of them a service opens its key with is not told alike by all, so that all are taken.
 * What is not shaped like an identity has none. Source: the managed identity part of azure-rest-api-specs' common types v6.
 */
export const principalsOf = (...identities: readonly unknown[]): string[] => {
  const found = identities.flatMap((each) => {
    const { data } = Identity.safeParse(each);
    const assigned = Object.values(data?.userAssignedIdentities ?? {});
    return [data?.principalId, ...assigned.map((one) => one?.principalId)].filter((id) => typeof id === 'string');
  });
  return [...new Set(found)].toSorted();
};
