/** Which of a group's lists somebody is in. */
export type ListName = 'members' | 'owners';

/** Somebody came into a list, or went out of it. */
export interface LinkChange {
  readonly list: ListName;
  readonly of: string;
  readonly id: string;
  readonly came: boolean;
}

/** What happened in a directory, in order. Who looks back is told what is not as it was then, not what happened in between. */
export interface Journal {
  /** How much has happened so far. */
  readonly length: number;
  noteObject(id: string): void;
  noteLink(change: LinkChange): void;
  /** Who was added, changed, deleted or restored since so much had happened. */
  objectsSince(length: number): ReadonlySet<string>;
  /** Links that were made and are not as they were. One that came and went again is not told. */
  linksSince(length: number): readonly LinkChange[];
}

/** An empty journal. Links are noted when they change only, so that one which is noted an even number of times is as it was. */
export function createJournal(): Journal {
  const entries: (LinkChange | { readonly id: string })[] = [];
  return {
    get length() {
      return entries.length;
    },
    noteObject: (id) => void entries.push({ id }),
    noteLink: (change) => void entries.push(change),
    objectsSince: (length) => new Set(entries.slice(length).flatMap((each) => ('list' in each ? [] : each.id))),
    linksSince(length) {
      const changed = new Map<string, LinkChange>();
      for (const each of entries.slice(length).filter((entry) => 'list' in entry)) {
        const name = `${each.list} ${each.of} ${each.id}`;
        if (!changed.delete(name)) changed.set(name, each);
      }
      return [...changed.values()];
    },
  };
}
