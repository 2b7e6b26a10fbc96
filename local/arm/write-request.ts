import type { Failure } from './operation';
import type { ResourceType } from './resource-type';

/** A write as it came in. */
export interface WriteRequest {
  readonly type: ResourceType;
  readonly id: string;
  readonly method: string;
  readonly body: unknown;
  /** The ETag that the resource must still have. */
  readonly ifMatch?: string;
  /** It is to fail, on demand. */
  readonly failure?: Failure & { readonly status: number };
}
