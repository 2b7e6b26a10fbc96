/** What one assignment allows, as Azure Resource Manager tells it. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** The role assignment that a call is about, as far as conditions ask of it. */
export interface AboutAssignment {
  readonly principalId: string;
  readonly principalType: string;
  /** Name of the definition. */
  readonly role: string;
}

/** Who calls, and what he may do. */
export interface Caller {
  /** Object id; throttling counts by it. */
  readonly principal: string;
  /**
   * @param action e.g. `Microsoft.Storage/storageAccounts/read`
   * @param scope the id of the resource or subscription
   */
  may(action: string, scope: string, about?: AboutAssignment): boolean;
  /** What he is told when he asks what he may do there; nothing where that is left out. */
  permissions?(scope: string): readonly Permission[];
}

/** Tells the caller from the bearer token; undefined when there is none that counts. */
export type Authorise = (request: Request) => Promise<Caller | undefined>;
