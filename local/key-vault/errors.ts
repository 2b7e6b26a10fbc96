/**
 * What a vault answers when it refuses a call. `inner` is the inner code, where Azure gives one; most of those
 * spellings are from memory and unverified. Source: Key Vault general/rest-error-codes and common-error-codes.
 */
export class VaultRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly more: { inner?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }

  /** Error body as on the wire; `innererror` only where there is one. */
  get body() {
    const { code, message } = this;
    const { inner } = this.more;
    return { error: { code, message, ...(inner ? { innererror: { code: inner } } : {}) } };
  }
}

export const badParameter = (message: string) => new VaultRefusal(400, 'BadParameter', message);

export const forbidden = (message: string, inner: string) => new VaultRefusal(403, 'Forbidden', message, { inner });

export const conflict = (message: string, inner?: string) =>
  new VaultRefusal(409, 'Conflict', message, inner ? { inner } : {});

export const keyNotFound = (what: string) =>
  new VaultRefusal(
    404,
    'KeyNotFound',
    `A key with (name/id) ${what} was not found in this key vault. If it was deleted recently, recover it.`,
  );

export const assignmentNotFound = (id: string) =>
  new VaultRefusal(404, 'RoleAssignmentNotFound', `There is no role assignment ${id} at this scope.`);

/** A call that Azure knows and this emulator does not, or one that nobody knows. Never silently accepted. */
export const notEmulated = (call: string, because = 'the local key vault does not know it') =>
  new VaultRefusal(501, 'NotEmulated', `Expected a call that the local key vault emulates, found ${call}: ${because}.`);
