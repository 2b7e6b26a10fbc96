import type * as z from 'zod';
import type { Json } from './json';
import type { KeyLookup } from './key-lookup';

/** A resource on the wire. */
export interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Json;
  readonly [more: string]: unknown;
}

/** Where below `properties` a resource keeps a key reference. With `list` the paths are those of each of its members. */
export type ReferenceShape = (
  | { readonly style: 'uri'; readonly path: string }
  | {
      readonly style: 'split';
      readonly list?: string;
      readonly vaultUri: string;
      readonly keyName: string;
      readonly keyVersion?: string;
    }
) & {
  /** The flag that lets it follow newer versions, whatever it names; without one it follows when it names no version. */
  readonly followsIf?: string;
};

/** One way of writing a resource. */
export interface Write {
  /** Strict: Azure refuses what it does not know, and so must we, or a misspelt property would pass unseen. */
  readonly body: z.ZodType<Json>;
  /** Answered with 202 and an operation to poll, instead of at once. */
  readonly takesTime: boolean;
  /** The status of a success where it is not the usual one: 202 if it takes time, else 201 for what is made and 200. */
  readonly status?: 200 | 201;
  /** Which addresses of its operation it is answered with; both by default. With none only the resource tells. */
  readonly tells?: readonly ('operation' | 'location')[];
  /** Whether it may make the resource. */
  readonly creates?: boolean;
  /** Objects that a PATCH replaces as a whole instead of merging them. */
  readonly replaces?: readonly string[];
  /** Read-only parts, as paths from the top: the body may repeat them, as an answer to GET does, and they stay as they are. */
  readonly ignores?: readonly string[];
}

/**
 * What may be asked of a resource beside reading and writing it, below its id and by name. A GET is answered at once; a POST
 * runs for a while and leaves its result at `commandResults/{id}`, where 202 is answered until it is over.
 */
export type Action =
  | { readonly method: 'GET'; readonly answer: (resource: ArmResource) => Json }
  | {
      readonly method: 'POST';
      readonly body: z.ZodType<Json>;
      /** The result; @throws {ArmError} when it cannot be run. */
      readonly run: (resource: ArmResource, body: Json) => Json;
      /** Data goes over to the key in use when it ends well, so that no version but that and the one before is needed. */
      readonly rewrites?: (resource: ArmResource, body: Json) => boolean;
    };

/** The other resources, for a type whose parts are resources of their own. */
export interface Neighbours {
  /** Resources of the type whose properties name the text, in any casing. */
  readonly naming: (type: string, text: string) => readonly ArmResource[];
  readonly find: (id: string) => ArmResource | undefined;
  /** Adds the resource unless it is there. */
  readonly ensure: (id: string, properties: Json) => void;
}

export interface Preparation extends Neighbours {
  /** Absent when the resource is being made. */
  readonly before?: ArmResource;
  readonly keys: KeyLookup;
}

/** How one resource type behaves. Paths are relative to `properties`, names separated by dots. */
export interface ResourceType {
  readonly type: string;
  readonly apiVersion: string;
  /** Tracked resources only; Resource Graph does not list proxy children. */
  readonly inGraph: boolean;
  /** Top-level fields and properties that each such resource has from the start. */
  readonly defaults?: { readonly fields?: Json; readonly properties?: Json };
  readonly references?: readonly ReferenceShape[];
  /** Whether a reference must name a version, may, or must not. */
  readonly version?: 'required' | 'optional' | 'refused';
  /** Data is encrypted with the key; false for a mere registration of it. */
  readonly encrypts?: false;
  /** With several keys one that works is enough. */
  readonly survivesOnAnyKey?: true;
  /** A key of a Managed HSM is refused. */
  readonly refusesManagedHsm?: true;
  /** Still needs the version before the current one, until the next write that moves it. */
  readonly keepsPrevious?: true;
  /** Needs every version that it ever used until an action rewrites its data; it says when. */
  readonly keepsAll?: (resource: ArmResource) => boolean;
  /** Moves by itself to a newer version, as its references tell. */
  readonly follows?: { readonly withinMinutes: number };
  /** Read-only properties that tell which version is in use. */
  readonly shows?: { readonly identifier?: string; readonly rotatedAt?: string; readonly thumbprint?: string };
  /** The field in which it shows its ETag, where it has one; `If-Match` is then honoured. */
  readonly etag?: 'etag' | 'eTag';
  /** Properties that are only shown when `$expand` asks for them. */
  readonly expands?: readonly string[];
  readonly writes: { readonly PATCH?: Write; readonly PUT?: Write };
  readonly actions?: Readonly<Record<string, Action>>;
  /** The service's own codes; those of Azure Resource Manager where they are not given. */
  readonly refusals?: {
    readonly missingKey?: string;
    readonly disabledKey?: string;
    readonly busy?: { readonly status: number; readonly code: string };
  };
  /** Checks and completes a write that has passed its schema. @throws {ArmError} */
  prepare?(next: ArmResource, preparation: Preparation): ArmResource;
  /** What is shown while the write runs; by default what was there before. */
  meanwhile?(before: ArmResource, next: ArmResource): ArmResource;
  /** Completes the resource after a version has been taken into use. */
  settled?(resource: ArmResource, neighbours: Neighbours): ArmResource;
}
