import type { AccessFacts } from '../access/facts';
import type { Way } from '../access/reach';
import { hashOf } from '../hash';
import { keyId, KeyUrl } from '../keys/key-url';
import type { DepartureRules } from '../policy/departure-rules';
import { type Case, type CaseObject, Response } from './case';
import { type Standing, standingsBetween } from './changes';
import { judgeCase } from './judge-case';
import type { NewsItem } from './news';
import { together } from './powers-over';
import type { Presence } from './presence';
import type { Signal } from './signal';
import { type TakenByIncident, unlessAnswered } from './taken-by-incident';
import { waysOfCase } from './ways-of-case';

/** All access as a look saw it. */
interface Look {
  readonly id: string;
  readonly facts: AccessFacts;
}

/** What a case is made of. */
export interface CaseFacts {
  readonly principal: string;
  /** Oldest first, and at least one. */
  readonly signals: readonly [Signal, ...Signal[]];
  /** The looks after which something was lost; the first of them is that before everything. */
  readonly before: readonly [Look, ...Look[]];
  readonly after: Look;
  /** What the directory says of a principal that no list shows any more. */
  readonly presence?: Presence | undefined;
  readonly news: readonly NewsItem[];
  /** What incidents took from people. */
  readonly taken: readonly TakenByIncident[];
  readonly rules: DepartureRules;
  readonly now: Date;
}

/** The same for whoever was found gone by the same look, so that a key they all reached is rotated once. */
const requestFor = (key: string, since: string): { requestId?: string } => {
  const url = KeyUrl.safeParse(key);
  return url.success ? { requestId: `${keyId(url.data)}-${hashOf(key, 'departure', since)}` } : {};
};

/** Since when the access is known to be gone; of somebody who was only told of, it is not. */
export const goneSince = ({ signals, judgedAt }: Pick<Case, 'signals' | 'judgedAt'>): string =>
  signals.some(({ kind }) => kind === 'told') ? judgedAt : (signals.at(-1)?.at ?? judgedAt);

const sourceOf = ({ source, chain }: Way, { vaults }: AccessFacts): string[] => {
  const groups = chain.flatMap((link) => ('group' in link ? [link.group] : []));
  if (source.kind === 'role-assignment') return [source.id, source.role, ...groups];
  if (source.kind === 'directory-role') return groups;
  return [vaults.find(({ url }) => url === source.vault)?.resource ?? source.vault, ...groups];
};

/** Events about the principal, or about what gives it access: its assignments, roles, groups and vaults. */
const eventsAbout = ({ principal, news, after }: CaseFacts, ways: readonly Way[]): NewsItem[] => {
  const sources = new Set(ways.flatMap((way) => sourceOf(way, after.facts)));
  const names = [principal, ...sources].map((name) => name.toLowerCase());
  return news.filter(({ about }) =>
    names.some((name) => about === name || about.endsWith(`/${name}`) || about.startsWith(`${name}/`)),
  );
};

const countsOf = (objects: readonly CaseObject[]): Case['counts'] => {
  const count = (response: Response) => objects.filter((each) => each.response === response).length;
  return {
    'new-version': count('new-version'),
    propose: count('propose'),
    'propose-clean-vault': count('propose-clean-vault'),
    none: count('none'),
  };
};

const waysIn = (standings: readonly Standing[]) => ({
  before: standings.flatMap(({ waysBefore }) => waysBefore),
  after: standings.flatMap(({ waysAfter }) => waysAfter),
});

/**
 * Of signals that have settled: the whole case, under an id that follows from the first of them. Access that came and went while
 * they settled was there; of somebody who is said to leave, what it has now counts as well.
 */
export const makeCase = (facts: CaseFacts): Case => {
  const { principal, signals, before, after, rules, now } = facts;
  const told = signals.some(({ kind }) => kind === 'told');
  const standingSince = (look: Look) => ({
    ...standingsBetween(look.facts, after.facts)(principal),
    facts: look.facts,
  });
  const [first, ...others] = before;
  const standing = standingSince(first);
  const standings = [standing, ...others.map(standingSince)];
  const could = together([...standings.map((each) => each.before), ...(told ? [standing.after] : [])]);
  const judged = judgeCase({ ...standing, before: could, told, rules });
  const isHere = !told && standing.presence === 'here';
  const { verdict, objects } = isHere ? unlessAnswered(judged, waysIn(standings), facts.taken) : judged;
  const judgedAt = now.toISOString();
  const since = goneSince({ signals: [...signals], judgedAt });
  const answered = objects.map((each) =>
    each.response === 'new-version' ? { ...each, ...requestFor(each.id, since) } : each,
  );
  const seen = standings.map(({ waysBefore: ways, facts: seenThen }) => ({ ways, facts: seenThen }));
  const seenNow = { ways: standing.waysAfter, facts: after.facts };
  return {
    id: hashOf('case', principal, signals[0].id),
    principal: standing.who,
    presence: facts.presence ?? standing.presence,
    verdict,
    openedAt: signals[0].at,
    judgedAt,
    counts: countsOf(answered),
    signals: [...signals],
    before: first.id,
    after: after.id,
    objects: answered,
    ...waysOfCase(principal, seen, seenNow),
    events: eventsAbout(
      facts,
      [...seen, seenNow].flatMap(({ ways }) => ways),
    ),
  };
};
