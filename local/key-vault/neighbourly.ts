import { keyNotFound } from './errors';
import type { KeyVersion } from './key';
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
}

export const neighbourly = ({ keys, settings }: Parts): Neighbourly => {
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
  };
};
