import type { AccessFacts } from '../access/facts';
import type { Reach, Way } from '../access/reach';
import { reachOf } from '../access/reach-of';
import { wayInWords } from '../access/way-in-words';
import { hashOf } from '../hash';
import { keyId, KeyUrl } from '../keys/key-url';
import type { DepartureRules } from '../policy/departure-rules';
import { type Case, type CaseObject, Response } from './case';
import { type Standing, standingsBetween } from './changes';
import { judgeCase } from './judge-case';
import type { NewsItem } from './news';
import type { Signal } from './signal';

/** What a case is made of. */
export interface CaseFacts {
  readonly principal: string;
  /** Oldest first, and at least one. */
  readonly signals: readonly [Signal, ...Signal[]];
  readonly before: { readonly id: string; readonly facts: AccessFacts };
  readonly after: { readonly id: string; readonly facts: AccessFacts };
  readonly news: readonly NewsItem[];
  readonly rules: DepartureRules;
  readonly now: Date;
}

const mostWays = 50;

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

/** Events about the principal, or about what gave it access: its assignments, roles, groups and vaults. */
const eventsAbout = ({ principal, news }: CaseFacts, ways: readonly Way[], facts: AccessFacts): NewsItem[] => {
  const names = [principal, ...new Set(ways.flatMap((way) => sourceOf(way, facts)))].map((name) => name.toLowerCase());
  return news.filter(({ about }) =>
    names.some((name) => about === name || about.endsWith(`/${name}`) || about.startsWith(`${name}/`)),
  );
};

const inWords = ({ ways, principal }: Reach, { principals }: AccessFacts): string[] => {
  const names = new Map(principals.map(({ id, name }) => [id, name ?? id]));
  return ways.slice(0, mostWays).map((way) => wayInWords(principal.id, way, (id) => names.get(id) ?? id));
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

/** Of signals that have settled: the whole case, under an id that follows from the first of them. */
export const makeCase = (facts: CaseFacts): Case => {
  const { principal, signals, before, after, rules, now } = facts;
  const standing: Standing = standingsBetween(before.facts, after.facts)(principal);
  const told = signals.some(({ kind }) => kind === 'told');
  const { verdict, objects } = judgeCase({ ...standing, told, rules });
  const judgedAt = now.toISOString();
  const since = goneSince({ signals: [...signals], judgedAt });
  const reach = reachOf(principal, before.facts);
  const answered = objects.map((each) =>
    each.response === 'new-version' ? { ...each, ...requestFor(each.id, since) } : each,
  );
  return {
    id: hashOf('case', principal, signals[0].id),
    principal: standing.who,
    presence: standing.presence,
    verdict,
    openedAt: signals[0].at,
    judgedAt,
    counts: countsOf(answered),
    signals: [...signals],
    before: before.id,
    after: after.id,
    objects: answered,
    ways: inWords(reach, before.facts),
    events: eventsAbout(facts, reach.ways, before.facts),
  };
};
