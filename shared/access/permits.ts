import type { Permission, Role } from './facts';

/** Whether it concerns resources or the data in them: roles list the two apart. */
export type Plane = 'control' | 'data';

export interface Action {
  readonly plane: Plane;
  readonly name: string;
}

const compiled = new Map<string, RegExp>();

/** A pattern's asterisks stand for anything, slashes too; letters match in either case. */
const regexOf = (pattern: string): RegExp => {
  const known = compiled.get(pattern);
  if (known) return known;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const made = new RegExp(`^${parts.join('.*')}$`, 'i');
  compiled.set(pattern, made);
  return made;
};

const anyMatches = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => regexOf(pattern).test(name));

/** Whether one part of a role covers the action. What a part takes away, another part may still give. */
export const permits = (part: Permission, { plane, name }: Action): boolean =>
  plane === 'data'
    ? anyMatches(part.dataActions, name) && !anyMatches(part.notDataActions, name)
    : anyMatches(part.actions, name) && !anyMatches(part.notActions, name);

export const roleAllows = ({ permissions }: Pick<Role, 'permissions'>, action: Action): boolean =>
  permissions.some((part) => permits(part, action));
