import { keyNotFound } from './errors';
import type { KeyVersion } from './key';
import type { Count } from './limits';
import type { Parts } from './parts';
import { whyUnusable, type DataOperation } from './usability';

/** What the emulated Azure services next door see of a version. */
export type KeyVersionView = Pick<KeyVersion, 'version' | 'enabled' | 'kty' | 'keyOps' | 'origin' | 'createdOn'> & {
  expiresOn?: Date;
};

/** The answer that the vault would give over the wire; `code` is the inner one where there is one. */
export interface Refused {
  status: number;
  code: string;
  message: string;
}

/** The in-process door for emulated Azure services, which use keys without tokens and calls. */
export interface Neighbourly {
  /** The version named, else the newest enabled one. */
  keyVersion(name: string, version?: string): KeyVersionView | undefined;
  /** Whether a service may do this with the version now; without a version it asks for the current one. */
  mayUse(name: string, version: string | undefined, operation: DataOperation): 'ok' | Refused;
  /**
   * Wraps or unwraps as a call over the wire would, limits included, without HTTP and JSON, which take most of a call's time:
   * for measurements with millions of calls. Throws the refusal.
   */
  transform(operation: 'wrapKey' | 'unwrapKey', name: string, version: string, how: Wrapping): Buffer;
}

/** An algorithm, and what to wrap or unwrap with it. */
export interface Wrapping {
  readonly algorithm: string;
  readonly value: Buffer;
}

export const neighbourly = ({ keys, settings }: Parts, count: Count): Neighbourly => {
  const find = (name: string, version: string | undefined) => {
    const key = keys.find(name);
    const match = key?.versions.findLast((one) => (version ? one.version === version.toLowerCase() : true));
    return key && match && { key, version: match };
  };

  return {
    keyVersion(name, wanted) {
      const versions = keys.find(name)?.versions;
      const match = versions?.findLast((one) => (wanted ? one.version === wanted.toLowerCase() : one.enabled));
      if (!match) return undefined;
      const { version, enabled, kty, keyOps, origin, createdOn, expiresOn } = match;
      return { version, enabled, kty, keyOps, origin, createdOn, ...(expiresOn ? { expiresOn } : {}) };
    },
    mayUse(name, version, operation) {
      const found = find(name, version);
      const refusal = found ? whyUnusable(found, operation, settings.now()) : keyNotFound(`${name}/${version ?? ''}`);
      return refusal
        ? { status: refusal.status, code: refusal.more.inner ?? refusal.code, message: refusal.message }
        : 'ok';
    },
    transform(operation, name, version, { algorithm, value }) {
      count(operation, { name, version }, undefined);
      const found = keys.version(name, version);
      const refusal = whyUnusable(found, operation, settings.now());
      if (refusal) throw refusal;
      const { material } = found.version;
      return operation === 'wrapKey' ? material.wrap(algorithm, value) : material.unwrap(algorithm, value);
    },
  };
};
