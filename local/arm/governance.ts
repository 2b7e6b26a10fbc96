/** A resource group that some resource manages; others are there because a resource is in them. */
export interface ManagedGroup {
  readonly id: string;
  readonly managedBy: string;
}

/** Keeps some, or everybody but those excluded, from doing something, whatever their roles. */
export interface Denial {
  readonly name: string;
  readonly scope: string;
  /** Patterns such as `*` or `Microsoft.Storage/storageAccounts/write`. */
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  /** About data; the emulated vaults do not ask, reports of access do. */
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
  /** Users and groups; everybody by default. */
  readonly principals?: readonly string[];
  readonly excluded?: readonly string[];
}
