/** Who calls, and what he may do. */
export interface Caller {
  /** Object id; throttling counts by it. */
  readonly principal: string;
  /**
   * @param action e.g. `Microsoft.Storage/storageAccounts/read`
   * @param scope the id of the resource or subscription
   */
  may(action: string, scope: string): boolean;
}

/** Tells the caller from the bearer token; undefined when there is none that counts. */
export type Authorise = (request: Request) => Promise<Caller | undefined>;
