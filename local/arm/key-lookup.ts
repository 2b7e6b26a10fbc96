/** What the services ask the vault emulator for: they hold an identity of their own there, which always has access. */
export interface KeyLookup {
  /**
   * The version, or the newest enabled one when `version` is absent; undefined when there is none.
   * @param host without https, e.g. `localhost:8443`; like name and version it comes in lower case
   */
  version(host: string, name: string, version?: string): KeyVersionState | undefined;
}

export interface KeyVersionState {
  readonly version: string;
  readonly enabled: boolean;
  readonly created: Date;
}

/** A key as a resource refers to it; without a version the service follows the newest. */
export interface KeyReference {
  readonly host: string;
  readonly name: string;
  readonly version?: string;
}

export type KeyVersionId = Required<KeyReference>;

const shape = /^https:\/\/([^/]+)\/keys\/([^/]+)(?:\/([^/]*))?\/?$/i;

/** @returns undefined when the text is no key identifier */
export function parseKeyUri(uri: string): KeyReference | undefined {
  const [, host, name, version] = shape.exec(uri) ?? [];
  if (!host || !name) return undefined;
  return { host: host.toLowerCase(), name: name.toLowerCase(), ...(version && { version: version.toLowerCase() }) };
}

export const keyUri = ({ host, name, version }: KeyReference): string =>
  ['https:/', host, 'keys', name, ...(version ? [version] : [])].join('/');

export const sameKey = (a: KeyReference, b: KeyReference): boolean => a.host === b.host && a.name === b.name;

export const sameVersion = (a: KeyReference, b: KeyReference): boolean => sameKey(a, b) && a.version === b.version;
