import type { DurationLikeObject } from 'luxon';

/**
 * Where a resource keeps a key reference: one URL, or vault, name and version apart (no version where it has no place for
 * one). The vault may be named by its resource id. Paths are as documented, from the top.
 */
export type Where =
  | { readonly style: 'uri'; readonly path: string }
  | { readonly style: 'split'; readonly vaultUri: string; readonly keyName: string; readonly keyVersion?: string };

/** One key reference of a resource, or with `each` one of every member of that list; paths are then those of a member. */
export interface Reference {
  readonly where: Where;
  readonly each?: string;
  /** Where it repeats the vault as an object with its resource id: only true with the vault that the reference names. */
  readonly vault?: string;
  /** Where the service tells the version in use. Absent: only a version that the reference itself names can be seen. */
  readonly inUse?: string;
  /** Absent where the service never takes up a new version by itself. */
  readonly follows?: {
    /** Follows when this flag is true; without a flag, when the reference names no version. */
    readonly flag?: string;
    /** With the flag the reference goes on naming the version that was once set. */
    readonly silent?: true;
    /** Documented lag. */
    readonly within: DurationLikeObject;
    /** Where the service tells the version in use while it follows, and only then. */
    readonly inUse?: string;
    /** A write makes it move at once: with a flag the usual one, else pinning it and, once it moved, releasing it again. */
    readonly nudge?: true;
  };
}

/**
 * One call that points the resource at a version. The body holds what `keep` names, as found, and the reference itself
 * unless `set` says what to write instead. Placeholders: `{keyUri}` with version, `{vault}` first label of the vault's host,
 * `{name}`, `{version}`.
 */
export interface Write {
  readonly method: 'PATCH' | 'PUT';
  /** Below the resource; absent: what holds the reference. */
  readonly at?: string;
  readonly keep?: readonly string[];
  /** The whole resource as found but for what lies at these paths, for types that are written in one piece. */
  readonly keepAllBut?: readonly string[];
  /** Where the resource keeps its entity tag, if it is only to be written while it is as it was read. */
  readonly etag?: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** Paths may hold `{id}`, its `{subscription}`, `{region}`, `{name}` and `{top}`, the name of the resource that it is or lies in. */
export interface Backups {
  /** What is backed up below it, but for the one of that name; absent: it is backed up itself. */
  readonly of?: { readonly collection: string; readonly but?: string };
  /** Policies of each, as parts of it: a number of days, or ISO 8601 durations. */
  readonly policies: readonly { readonly at: string; readonly days?: string; readonly durations?: readonly string[] }[];
  /** List of backups that are there, whatever the policies say by now. */
  readonly kept: { readonly at: string; readonly taken: string; readonly expires: string };
  /** List of what was dropped and can be restored for so many days at most. */
  readonly dropped?: { readonly at: string; readonly days: number };
  /** Actions that reading them takes. */
  readonly rights: readonly string[];
}

/**
 * A resource type that encrypts with customer-managed keys, as data: the engine that finds, points and observes resources
 * exists once. A type is a file with one of these and a line in the list.
 */
export interface ArmDependent {
  /** As documented, e.g. `Microsoft.Sql/servers`. */
  readonly type: string;
  readonly apiVersion: string;
  /** Resource Graph does not hold it: it is listed as `collection` below every resource of the type `parent`. */
  readonly listed?: { readonly parent: string; readonly collection: string };
  /** The part that holds the reference, where that is not the resource itself. Every resource of the type is then visited. */
  readonly part?: string;
  /** It does not name the host of the vault, by which Resource Graph is searched. Every resource of the type is then visited. */
  readonly unnamed?: true;
  readonly references: readonly Reference[];
  /** In order, one per move; each but the last is done once its target exists. Empty: never written. */
  readonly writes: readonly Write[];
  /** A person must act: always, or when the resource says so. `{keyUri}` and `{id}` are filled in. */
  readonly byHand?: { readonly when?: { readonly path: string; readonly is: string }; readonly steps: string };
  /** A safe probe: where the service tells whether its key works. Anything but this value means that the last change failed. */
  readonly probe?: { readonly path: string; readonly is: string };
  /** Keys that data is still being moved off. While it is not empty, old and new version must both stay enabled. */
  readonly rewrapping?: string;
  /** Holds an error when following a new version failed. */
  readonly followError?: string;
  /** Keys that it knows beside the one in use, e.g. for restores: listed as `collection`, their URL at `uri`. */
  readonly registrations?: { readonly collection: string; readonly uri: string };
  /** Whether it takes keys of a Managed HSM; `unverified` is tried. */
  readonly managedHsm: 'yes' | 'no' | 'unverified';
  /** It cannot be turned to another key, or to none of another vault: always, or when the resource says so. */
  readonly keepsTo?: {
    readonly what: 'its key' | 'its vault';
    readonly when?: { readonly path: string; readonly is: string };
    readonly because: string;
  };
  /**
   * Where links to others of its type lie that hold copies of its data: `{id}`, its `{group}` and `{region}` are filled in, `*`
   * stands for each member of a list. A link counts where `of`, if given, names the resource. With the `role` of a primary,
   * those at `ids` are its secondaries: the key is made known to them first, and they move first.
   */
  readonly partners?: readonly {
    readonly at: string;
    readonly role: string;
    readonly of?: string;
    readonly ids: string;
  }[];
  /**
   * What codes of the service mean where their status would mislead. `wait`: try again later. `done`: what the call was to make
   * is there. `stay`: it cannot go there, it stays as it is and works.
   */
  readonly codes?: Readonly<Record<string, 'wait' | 'done' | 'stay'>>;
  /**
   * Further keys that each one knows, as the names in the object at `at`, shown only when `expand` asks for them, and only by
   * those that have something at `of`.
   */
  readonly furtherKeys?: { readonly expand: string; readonly at: string; readonly of: string };
  /** What needs the old version even after a proven move. `backups`: for as long as backups are kept. */
  readonly keepsOldVersionFor: readonly {
    readonly what: string;
    readonly backups: boolean;
    /** Where the resource tells for how long: a number of these units; or its `backups` do. */
    readonly retention?: { readonly path: string; readonly in: 'hours' | 'days' } | 'backups';
  }[];
  /** Where its backups tell how long they are kept, which takes calls of its own. */
  readonly backups?: Backups;
  /** Actions that the engine needs for it, for the custom role. */
  readonly rights: readonly string[];
  /** What no source confirmed; the engine is tolerant there. */
  readonly unverified?: readonly string[];
}

/** Has a description checked where it is written. */
export const armDependent = (description: ArmDependent): ArmDependent => description;
