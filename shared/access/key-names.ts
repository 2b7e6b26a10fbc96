import type { AccessFacts, VaultFacts } from './facts';

/** Stands for every key of a vault about which nothing is said by itself. */
export const anyKey = 'rewrap-any-key';

type Said = Pick<AccessFacts, 'grants' | 'denials'>;

/** Whether something is granted or denied at the key itself, and not only at its vault or above. */
export const isSpokenOf = ({ grants, denials }: Said, { localGrants }: VaultFacts): ((name: string) => boolean) => {
  const scopes = [...grants, ...denials, ...localGrants].map(({ scope }) => scope);
  const names = new Set(scopes.flatMap((scope) => /\/keys\/([^/]+)$/.exec(scope)?.[1] ?? []));
  return (name) => names.has(name.toLowerCase());
};
