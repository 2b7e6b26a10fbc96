import type { AccessFacts, Principal } from '../access/facts';
import type { Way } from '../access/reach';
import { reachesIn } from '../access/reach-of';
import { nothing, powersIn, type Reachable } from './powers-over';
import { type Presence, presenceOf } from './presence';

/** What one principal could do before and can do now with what is there now as it was before. */
export interface Standing {
  readonly who: Principal;
  readonly presence: Presence;
  readonly before: Reachable;
  readonly after: Reachable;
  readonly waysBefore: readonly Way[];
  readonly waysAfter: readonly Way[];
}

/** Somebody whose reach is not what it was. */
export interface Change extends Standing {
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

const objectsIn = ({ vaults }: AccessFacts): string[] =>
  vaults.flatMap(({ url, keys, certificates }) => [
    url,
    ...keys.map((name) => `${url}/keys/${name}`),
    ...certificates.map((name) => `${url}/certificates/${name}`),
  ]);

/** What came into the scope or was deleted is nobody's gain or loss. */
const objectsInBoth = (before: AccessFacts, after: AccessFacts): ReadonlySet<string> => {
  const then = new Set(objectsIn(before));
  return new Set(objectsIn(after).filter((id) => then.has(id)));
};

const only = (reachable: Reachable, objects: ReadonlySet<string>): Reachable =>
  new Map([...reachable].filter(([id]) => objects.has(id)));

/** Asks of one look about one principal after the other. Who is not there, or disabled, can do nothing. */
const seenIn = (facts: AccessFacts) => {
  const [reachOf, powersOf] = [reachesIn(facts), powersIn(facts)];
  const principals = new Map(facts.principals.map((each) => [each.id, each]));
  return (principal: string) => {
    const who = principals.get(principal);
    const presence = presenceOf(who);
    if (presence !== 'here') return { who, presence, powers: nothing, ways: [] };
    const reach = reachOf(principal);
    return { who, presence, powers: powersOf(reach), ways: reach.ways };
  };
};

/** Asks about one principal after the other what changed between two looks. */
export const standingsBetween = (before: AccessFacts, after: AccessFacts): ((principal: string) => Standing) => {
  const [seenThen, seenNow] = [seenIn(before), seenIn(after)];
  const objects = objectsInBoth(before, after);
  return (principal) => {
    const [was, is] = [seenThen(principal), seenNow(principal)];
    const known = [is, was].find(({ who }) => who && who.kind !== 'unknown');
    return {
      who: known?.who ?? was.who ?? is.who ?? { id: principal, kind: 'unknown' },
      presence: is.presence,
      before: only(was.powers, objects),
      after: only(is.powers, objects),
      waysBefore: was.ways,
      waysAfter: is.ways,
    };
  };
};

/** Objects over which `one` has a power that `other` has not. */
const beyond = (one: Reachable, other: Reachable): string[] =>
  [...one].flatMap(([id, { powers }]) => {
    const others = other.get(id)?.powers;
    return [...powers].every((power) => others?.has(power)) ? [] : [id];
  });

/** Groups are no leavers: their members are. A group whose members nobody ever could read stands for them. */
const subjectsOf = (...looks: readonly AccessFacts[]): string[] => {
  const walked = new Set(looks.flatMap(({ members }) => members.map((each) => each.group)));
  const standsForMembers = (id: string) =>
    !walked.has(id) && looks.some(({ unreadGroups }) => unreadGroups.includes(id));
  const groups = looks.flatMap(({ principals }) =>
    principals.flatMap(({ id, kind }) => (kind === 'group' ? [id] : [])),
  );
  const left = new Set(groups.filter((id) => !standsForMembers(id)));
  const all = new Set(looks.flatMap(({ principals }) => principals.map(({ id }) => id)));
  return [...all].filter((id) => !left.has(id));
};

/** Everybody whose reach changed. Whether a way must be activated first makes no difference: it is there either way. */
export const changesBetween = (before: AccessFacts, after: AccessFacts): Change[] => {
  const standingOf = standingsBetween(before, after);
  return subjectsOf(before, after).flatMap((principal) => {
    const standing = standingOf(principal);
    const lost = beyond(standing.before, standing.after);
    const gained = beyond(standing.after, standing.before);
    return lost.length + gained.length > 0 ? [{ ...standing, lost, gained }] : [];
  });
};
