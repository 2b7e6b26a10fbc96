import * as z from 'zod';

/** Kinds of objects of a search service that take a key, by the names of their collections. */
export const searchKinds = ['indexes', 'synonymmaps', 'indexers', 'datasources', 'skillsets'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** An object of a search service, of whatever kind. All that is not named here is sent back as it came. */
export const SearchObject = z.looseObject({
  name: z.string(),
  '@odata.etag': z.string().optional(),
  encryptionKey: z
    .looseObject({
      keyVaultUri: z.string().nullish(),
      keyVaultKeyName: z.string().nullish(),
      keyVaultKeyVersion: z.string().nullish(),
    })
    .nullish(),
});
export type SearchObject = z.infer<typeof SearchObject>;

/** One object of one service. */
export interface SearchAddress {
  readonly service: string;
  readonly kind: SearchKind;
  readonly name: string;
}

/**
 * The data plane of Azure AI Search as we use it. Errors are those of ARM: `ArmRefused` (a right is missing, or the service takes
 * no tokens), `ArmNotFound`, `ArmConflict` (the object has changed), `ArmRejected`, `ArmBusy`; anything else may pass.
 */
export interface SearchServices {
  /** Every object of the kind. */
  list(service: string, kind: SearchKind): Promise<readonly SearchObject[]>;
  get(at: SearchAddress): Promise<SearchObject>;
  /** Replaces the object as a whole, while it still bears the entity tag. */
  put(at: SearchAddress, object: SearchObject, etag: string | undefined): Promise<void>;
}
