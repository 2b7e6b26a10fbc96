import type { AccessFacts, Permission } from '../../../shared/access/facts';
import { type Question, questionsOf } from './brute-questions';

/**
 * The same question answered another way, to check the answers by: no maps made beforehand, its own matching of patterns and
 * scopes, its own list of actions. Answers lines of "object power action by source how".
 */

/** `*` is anything. */
const like = (pattern: string, text: string): boolean => {
  const [head = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (rest.length === 0) return lower === head;
  if (!lower.startsWith(head)) return false;
  let at = head.length;
  const tail = rest.pop() ?? '';
  for (const piece of rest) {
    const found = lower.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return lower.length - at >= tail.length && lower.endsWith(tail);
};

const some = (patterns: readonly string[], text: string) => patterns.some((pattern) => like(pattern, text));
const inPart = (part: Permission, plane: string, action: string): boolean =>
  plane === 'd'
    ? some(part.dataActions, action) && !some(part.notDataActions, action)
    : some(part.actions, action) && !some(part.notActions, action);

const admins: Record<string, string> = {
  '62e90394-69f5-4237-9190-012177145e10': 'all',
  'e8611ab8-c189-46e8-94e1-60213ab1f814': 'all',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'apps',
  '158c047a-c907-4556-b7ef-446551a6b5f7': 'apps',
  '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2': 'apps',
  'fdd7a751-b60b-444a-984c-02652fe8fa1c': 'groups',
  '9360feb5-f418-4baa-8175-e2a00bac4301': 'groups',
  '3a2c62db-5318-420d-8d74-23affee5d9d5': 'groups',
  '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e': 'groups',
  '11451d60-acb2-45eb-a7d6-43d0f0125c13': 'groups',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'groups',
};

/** What is written down for a holder: every line that it would give. */
interface Entry {
  readonly holder: string;
  readonly from: string;
  readonly eligible: boolean;
  readonly deniable: boolean;
  readonly asked: readonly Question[];
}

export const bruteForce = (facts: AccessFacts): ((principal: string) => Set<string>) => {
  const questions = facts.vaults.flatMap((vault) => [...questionsOf(vault)]);
  const everywhere = (question: Question): string[] => {
    const found = question.scopes.find((scope) => /^\/subscriptions\/[^/]+$/.test(scope));
    return found ? ['/', ...(facts.above[found.split('/')[2] ?? ''] ?? []), ...question.scopes] : [];
  };
  const reaches = new Map(questions.map((question) => [question, new Set(everywhere(question))]));
  /** Roles of Azure say nothing about data in an HSM, nor in a vault with access policies. */
  const byRole = ({ plane, vault }: Question) => plane === 'c' || (vault.kind === 'vault' && !vault.usesAccessPolicies);

  const entries: Entry[] = [];
  for (const { id, principal, role, scope, eligible } of facts.grants) {
    const parts = facts.roles.find((each) => each.id === role)?.permissions ?? [];
    const asked = questions.filter(
      (one) => byRole(one) && reaches.get(one)?.has(scope) && parts.some((part) => inPart(part, one.plane, one.action)),
    );
    entries.push({ holder: principal, from: id, eligible, deniable: true, asked });
  }
  for (const vault of facts.vaults) {
    for (const entry of vault.usesAccessPolicies ? vault.accessPolicies : []) {
      const asked = questions.filter((one) => {
        const [list, name = ''] = one.policy?.split(' ') ?? [];
        const allowed =
          list === 'keys' ? entry.keys : list === 'secrets' ? entry.secrets : list ? entry.certificates : [];
        return one.vault === vault && (allowed.includes(name) || allowed.includes('all'));
      });
      entries.push({ holder: entry.principal, from: `policy ${vault.url}`, eligible: false, deniable: false, asked });
    }
    for (const { id, principal, role, scope } of vault.localGrants) {
      const parts = vault.localRoles.find((each) => each.id === role)?.permissions ?? [];
      const within = (one: Question) =>
        scope === '/' || (one.kind === 'key' && ['/keys', `/keys/${one.name}`].includes(scope));
      const asked = questions.filter(
        (one) =>
          one.vault === vault &&
          one.plane === 'd' &&
          within(one) &&
          parts.some((part) => inPart(part, 'd', one.action)),
      );
      entries.push({ holder: principal, from: id, eligible: false, deniable: false, asked });
    }
  }
  const ruling = questions
    .filter((one, n) => questions.findIndex(({ object }) => object === one.object) === n)
    .map((one) => ({ ...one, power: 'grant', action: 'Microsoft.Authorization/elevateAccess/action' }));
  for (const { role, holder } of facts.directoryRoles) {
    if (admins[role] === 'all')
      entries.push({ holder, from: `role ${role}`, eligible: false, deniable: false, asked: ruling });
  }
  const denied = facts.denials
    .filter(({ condition }) => !condition)
    .map((denial) => {
      const there = (one: Question) =>
        denial.onlyThere ? one.scopes.at(-1) === denial.scope : reaches.get(one)?.has(denial.scope) === true;
      return {
        ...denial,
        asked: new Set(
          questions.filter(
            (one) =>
              byRole(one) && there(one) && denial.permissions.some((part) => inPart(part, one.plane, one.action)),
          ),
        ),
      };
    });

  const isGroup = (id: string) => facts.principals.some((each) => each.id === id && each.kind === 'group');
  const aboveOf = (id: string, found = new Set<string>()): Set<string> => {
    if (found.has(id)) return found;
    found.add(id);
    for (const { group, member } of facts.members) if (member === id) aboveOf(group, found);
    return found;
  };
  const known = new Map<string, Set<string>>();
  const selfAndGroups = (id: string): Set<string> => {
    const found = known.get(id) ?? aboveOf(id);
    known.set(id, found);
    return found;
  };

  /** Without what has to be activated. */
  const lastingOf = (id: string, found = new Set<string>()): Set<string> => {
    if (found.has(id)) return found;
    found.add(id);
    for (const { group, member, eligible } of facts.members) if (member === id && !eligible) lastingOf(group, found);
    return found;
  };
  const knownLasting = new Map<string, Set<string>>();
  const lasting = (id: string): Set<string> => {
    const found = knownLasting.get(id) ?? lastingOf(id);
    knownLasting.set(id, found);
    return found;
  };

  return (principal) => {
    const always = lasting(principal);
    const lines = new Set<string>();
    const been = new Set<string>();
    const visit = (actor: string, joined?: string): void => {
      const label = `${actor}+${joined ?? ''}`;
      if (been.has(label)) return;
      been.add(label);
      const own = selfAndGroups(actor);
      const added = joined ? selfAndGroups(joined) : undefined;
      const all = new Set([...own, ...(added ?? [])]);
      /** One is exempt by what he might activate, and denied only by what he is anyway, or has to be for this. */
      const taking = (might: Set<string>, ...is: string[]) => {
        const must = new Set(is.flatMap((id) => [...lasting(id)]));
        return denied.filter(
          ({ principals, excluded }) =>
            (principals.includes('00000000-0000-0000-0000-000000000000') || principals.some((id) => must.has(id))) &&
            !excluded.some((id) => might.has(id) || facts.unreadGroups.includes(id)),
        );
      };
      const how = label === `${principal}+` ? 'has' : 'could have';
      for (const { holder, from, eligible, deniable, asked } of entries) {
        if (asked.length === 0 || !all.has(holder)) continue;
        const isOld = added && !added.has(holder);
        const now = deniable ? taking(all, actor, holder, ...(joined ? [joined] : [])) : [];
        const before = isOld && deniable ? taking(own, actor, holder) : [];
        for (const one of asked) {
          if (deniable && now.some((each) => each.asked.has(one))) continue;
          if (isOld && !(deniable && before.some((each) => each.asked.has(one)))) continue;
          const first = eligible || (how === 'has' && !always.has(holder)) ? ' eligible' : '';
          lines.add(`${how} ${one.object} ${one.power} ${one.action} by ${from}${first}`);
        }
      }
      for (const { of, owner } of joined ? [] : facts.owners) {
        if (owner !== actor) continue;
        if (isGroup(of)) visit(actor, of);
        else visit(of);
      }
      const ruled = new Set(
        facts.directoryRoles.filter(({ holder }) => all.has(holder)).map(({ role }) => admins[role]),
      );
      for (const { id, kind } of facts.principals) {
        if (kind === 'service-principal' && ruled.has('apps')) visit(id);
        if (kind === 'group' && ruled.has('groups')) visit(actor, id);
      }
    };
    visit(principal);
    return lines;
  };
};
