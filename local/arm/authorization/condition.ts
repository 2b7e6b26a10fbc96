import type { AboutAssignment } from '../caller';

const attributes = { RoleDefinitionId: 'role', PrincipalId: 'principalId', PrincipalType: 'principalType' } as const;

/** Each compares one attribute with a list. Ids and words are compared in lower case, as Azure does. */
const operators: Readonly<Record<string, (found: string, listed: readonly string[]) => boolean>> = {
  'ForAnyOfAnyValues:GuidEquals': (found, listed) => listed.includes(found),
  'ForAnyOfAnyValues:StringEqualsIgnoreCase': (found, listed) => listed.includes(found),
  'ForAnyOfAllValues:GuidNotEquals': (found, listed) => !listed.includes(found),
};

const form = /^\(\(!\(ActionMatches\{'([^']+)'\}\)\) OR \((.+)\)\)$/;
const rule =
  /^@Resource\[Microsoft\.Authorization\/roleAssignments:(RoleDefinitionId|PrincipalId|PrincipalType)\] (\S+) \{([^}]*)\}$/;

const listedIn = (text: string): string[] =>
  text.split(',').map((each) => each.trim().replaceAll("'", '').toLowerCase());

function holds(text: string, about: AboutAssignment | undefined): boolean {
  const [, attribute, operator = '', list = ''] = rule.exec(text.trim()) ?? [];
  const compare = operators[operator];
  if (!about || !compare || !isAttribute(attribute)) return false;
  return compare(about[attributes[attribute]].toLowerCase(), listedIn(list));
}

const isAttribute = (name: string | undefined): name is keyof typeof attributes =>
  name !== undefined && name in attributes;

/**
 * Whether a condition lets somebody do an action to an assignment. It knows one form, that of "unless it is this action, all of these
 * hold", and lets nobody do anything under another one. Source: "Azure role assignment condition format and syntax".
 */
export function conditionHolds(condition: string, action: string, about: AboutAssignment | undefined): boolean {
  const [, only, rules] = form.exec(condition.trim()) ?? [];
  if (only === undefined || rules === undefined) return false;
  return only.toLowerCase() !== action.toLowerCase() || rules.split(' AND ').every((text) => holds(text, about));
}
