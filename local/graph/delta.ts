import { randomUUID } from 'node:crypto';
import type { Directory, DirectoryObject } from './directory';
import type { LinkChange, ListName } from './journal';
import { barely, collections, fieldsOf } from './on-wire';
import { Refusal } from './refusal';

/** What the first question of a round asked for; the tokens stand for it afterwards. */
interface Asked {
  readonly collection: string;
  readonly select: readonly string[] | undefined;
  readonly ids: ReadonlySet<string> | undefined;
}

type Told = Record<string, unknown>;

/** A page that waits to be fetched, or where the next round begins. */
type Waiting =
  | { readonly pages: readonly (readonly Told[])[]; readonly asked: Asked; readonly upTo: number }
  | { readonly asked: Asked; readonly since: number; readonly issuedAt: number };

/** Tokens of directory objects live for seven days. Source: "Use delta query to track changes", token duration. */
const lifeMs = 7 * 24 * 3_600_000;
/** Source: "group: delta". */
const mostIds = 50;
const unsupported = ['$expand', '$top', '$orderby'];
const lists: readonly ListName[] = ['members', 'owners'];

const asList = (text: string | null): readonly string[] | undefined => text?.split(',').map((each) => each.trim());

const idsIn = (filter: string | null): ReadonlySet<string> | undefined => {
  if (filter === null) return undefined;
  const terms = filter.trim().split(/\s+or\s+/);
  const ids = terms.flatMap((term) => /^id eq '([^']+)'$/.exec(term)?.[1] ?? []);
  if (ids.length < terms.length) throw new Refusal(400, 'Request_UnsupportedQuery', 'Only ids can be filtered by.');
  if (ids.length > mostIds) throw new Refusal(400, 'Request_BadRequest', `At most ${mostIds} ids can be filtered by.`);
  return new Set(ids);
};

const inParts = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

/**
 * Changes of users and groups. Of a group's lists the first round tells everybody, later ones who came and who went; a long list
 * comes in parts, each with the group again. That somebody in it was deleted or restored is not told of a group, as users of
 * Microsoft Graph report; nor what came and went between two rounds. Source: "group: delta", "user: delta", and the guides to both.
 */
export function createDelta({ directory, now, pageSize }: { directory: Directory; now: () => Date; pageSize: number }) {
  const tokens = new Map<string, Waiting>();
  const keep = (waiting: Waiting): string => {
    const token = randomUUID();
    tokens.set(token, waiting);
    return token;
  };

  const touched = ({ id, came }: LinkChange): Told => {
    const object = directory.get(id) ?? directory.deleted(id);
    return { ...(object ? barely(object) : { id }), ...(!came && { '@removed': { reason: 'deleted' } }) };
  };

  /** The object once for each part of its lists, and once if these are empty. */
  const told = (
    id: string,
    { select }: Asked,
    changes: Partial<Record<ListName, readonly Told[]>>,
  ): readonly Told[] => {
    const object = directory.get(id);
    if (!object) return [{ id, '@removed': { reason: 'changed' } }];
    const parts = lists.flatMap((list) =>
      inParts(changes[list] ?? [], pageSize).map((part) => ({ [`${list}@delta`]: part })),
    );
    return (parts.length > 0 ? parts : [{}]).map((part) => ({ id, ...fieldsOf(object, select), ...part }));
  };

  /** Without `$select` members are told, and owners are not. */
  const tracks = ({ collection, select = ['members'] }: Asked, list: ListName): boolean =>
    collection === 'groups' && select.includes(list);
  const concerns = ({ collection, ids }: Asked, object: DirectoryObject | undefined): boolean =>
    object !== undefined && object.kind === collections[collection] && (!ids || ids.has(object.id));

  const everything = (asked: Asked): readonly Told[] =>
    directory
      .all()
      .filter((each) => concerns(asked, each))
      .flatMap(({ id }) =>
        told(id, asked, {
          ...(tracks(asked, 'members') && { members: directory.membersOf(id).map(barely) }),
          ...(tracks(asked, 'owners') && { owners: directory.ownersOf(id).map(barely) }),
        }),
      );

  const changesSince = (asked: Asked, since: number): readonly Told[] => {
    const links = directory.journal.linksSince(since).filter(({ list }) => tracks(asked, list));
    const changed = new Set([...directory.journal.objectsSince(since), ...links.map(({ of }) => of)]);
    return [...changed]
      .filter((id) => concerns(asked, directory.get(id) ?? directory.deleted(id)))
      .flatMap((id) => {
        const of = (list: ListName) => links.filter((each) => each.of === id && each.list === list).map(touched);
        return told(id, asked, { members: of('members'), owners: of('owners') });
      });
  };

  const pageOf = (url: URL, [first = [], ...rest]: readonly (readonly Told[])[], asked: Asked, upTo: number) => {
    const link = new URL(url.pathname, url.origin).href;
    const next =
      rest.length > 0
        ? { '@odata.nextLink': `${link}?$skiptoken=${keep({ pages: rest, asked, upTo })}` }
        : { '@odata.deltaLink': `${link}?$deltatoken=${keep({ asked, since: upTo, issuedAt: now().getTime() })}` };
    return { value: first, ...next };
  };

  const begun = (url: URL, collection: string) => {
    const [refused] = unsupported.filter((name) => url.searchParams.has(name));
    if (refused) throw new Refusal(400, 'Request_UnsupportedQuery', `${refused} is not supported.`);
    const select = asList(url.searchParams.get('$select'));
    const asked = { collection, select, ids: idsIn(url.searchParams.get('$filter')) };
    return pageOf(url, inParts(everything(asked), pageSize), asked, directory.journal.length);
  };

  return {
    /** Answers the first question of a round, or one that a link of an earlier answer asks. */
    answer(address: string, collection: string) {
      const url = new URL(address);
      const token = url.searchParams.get('$skiptoken') ?? url.searchParams.get('$deltatoken');
      if (token === null) return begun(url, collection);
      const waiting = tokens.get(token);
      if (!waiting) throw new Refusal(410, 'resyncRequired', 'Resync required. Begin again without a token.');
      if ('pages' in waiting) return pageOf(url, waiting.pages, waiting.asked, waiting.upTo);
      const { asked, since, issuedAt } = waiting;
      if (now().getTime() - issuedAt > lifeMs) throw new Refusal(410, 'syncStateNotFound', 'The token is too old.');
      return pageOf(url, inParts(changesSince(asked, since), pageSize), asked, directory.journal.length);
    },
    /** As Microsoft Graph does when it moves a tenant: whoever tracks changes must begin again. */
    expire: () => tokens.clear(),
  };
}
