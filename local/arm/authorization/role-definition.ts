/** A role of Azure. `id` is the name of its definition. */
export interface RoleDefinition {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly {
    readonly actions: readonly string[];
    readonly notActions: readonly string[];
    readonly dataActions: readonly string[];
    readonly notDataActions: readonly string[];
    readonly condition?: string;
  }[];
  /** Made by somebody of the tenant. */
  readonly custom?: boolean;
  /** Where it can be assigned; everywhere, where none is named. */
  readonly assignableScopes?: readonly string[];
}
