import type { VaultKind } from '../azure/clouds';
import { RewrapError } from '../errors';
import { dataActionOf, howToGrant, type KeyOperation } from './key-rights';
import { type KeyUrl, nameOf, recoverCommand, vaultOf } from './key-url';

/** The vault holds no such key or version, not even as a deleted object. */
export class KeyUnknown extends RewrapError {
  readonly code = 'key-unknown';
  readonly status = 404;
  constructor(
    readonly key: KeyUrl,
    readonly version?: string,
    options?: ErrorOptions,
  ) {
    super(
      `Expected ${version === undefined ? key : `version ${version} of ${key}`} in its vault, but it is not there. ` +
        'Check the name, and that the key was not purged.',
      options,
    );
  }
}

/** The vault still holds the key, but only as a deleted object; nothing may be written until someone recovers it. */
export class KeySoftDeleted extends RewrapError {
  readonly code = 'key-soft-deleted';
  readonly status = 409;
  readonly nextStep: string;
  constructor(
    readonly key: KeyUrl,
    readonly purgesOn?: Date,
    options?: ErrorOptions,
  ) {
    const recover = recoverCommand(key);
    const purge = purgesOn && ` and will be purged on ${purgesOn.toISOString()}`;
    super(
      `Expected ${key} to be live, but it was deleted${purge ?? ''}. Recover it with "${recover}", then start the rotation again.`,
      options,
    );
    this.nextStep = recover;
  }
}

/** What a refusal was about: the operation, and the key or vault that it was tried on. */
export interface Attempt {
  readonly operation: KeyOperation;
  readonly on: KeyUrl | string;
  readonly version?: string;
  readonly kind: VaultKind;
}

const networkRefusals = ['ForbiddenByFirewall', 'ForbiddenByConnection'];

/** Whether the inner code of a 403 speaks of network rules, and not of rights. */
export const isNetworkRefusal = (reason: string): boolean => networkRefusals.includes(reason);

/** The vault knows us and refuses: a right or a network rule is missing. No retry cures that. */
export class KeyAccessRefused extends RewrapError {
  readonly code = 'key-access-refused';
  readonly status = 502;
  readonly dataAction: string;
  readonly vault: string;
  /** What a person can do about it, commands included. */
  readonly nextStep: string;
  constructor({ operation, on, kind }: Attempt, reason: string, options?: ErrorOptions) {
    const { origin, hostname } = new URL(on);
    const [name = hostname] = hostname.split('.');
    const dataAction = dataActionOf(operation, kind);
    const nextStep = isNetworkRefusal(reason)
      ? `Let Rewrap's network through: az keyvault network-rule add --name ${name} --subnet <resource id of Rewrap's subnet>`
      : `Grant it: ${howToGrant(operation, { kind, name })}`;
    super(`Expected ${dataAction} to be allowed on ${on}, but the vault refused it (${reason}). ${nextStep}`, options);
    this.dataAction = dataAction;
    this.vault = origin;
    this.nextStep = nextStep;
  }
}

/** The version is there, but its state (disabled, expired, not yet valid) forbids what was asked of it. */
export class KeyVersionUnusable extends RewrapError {
  readonly code = 'key-version-unusable';
  readonly status = 409;
  constructor({ operation, on, version = 'the current version' }: Attempt, reason: string, options?: ErrorOptions) {
    super(
      `Expected ${version} of ${on} to ${operation}, but the vault refused it (${reason}). ` +
        'Look at its dates and whether it is enabled.',
      options,
    );
  }
}

/** The vault knows us and will not make such a key, whoever asks for it and how often. */
export class KeyNotMade extends RewrapError {
  readonly code = 'key-not-made';
  readonly status = 422;
  constructor({ on }: Attempt, reason: string, options?: ErrorOptions) {
    super(
      `Expected ${on} to be made like its predecessor, but the vault refused it (${reason}). A standard vault holds no key that an HSM ` +
        'protects, a Managed HSM none that software does: if this is a clean vault, name one of the same kind under standby in policy.yaml.',
      options,
    );
  }
}

/** The key lies in a vault of another cloud, or on a host that is no vault. Our token never goes there. */
export class VaultOutsideCloud extends RewrapError {
  readonly code = 'vault-outside-cloud';
  readonly status = 422;
  constructor(vault: string, cloud: string) {
    super(`Expected a vault or Managed HSM of cloud "${cloud}", found ${vault}. Check the key's URL, or REWRAP_CLOUD.`);
  }
}

/** No expiry after 2038-01-18 can be asked for: the Key Vault client sends later dates as negative numbers. */
export class ExpiryTooLate extends RewrapError {
  readonly code = 'expiry-too-late';
  readonly status = 422;
  constructor(key: KeyUrl, expiresOn: string) {
    super(
      `Expected an expiry of ${nameOf(key)} in ${vaultOf(key)} by 2038-01-18, found ${expiresOn}. Choose a shorter cryptoperiod.`,
    );
  }
}
