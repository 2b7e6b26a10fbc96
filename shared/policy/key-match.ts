import * as z from 'zod';
import { nameOf, vaultOf, type KeyUrl } from '../keys/key-url';
import { VaultUrl } from './notations';

/** Which keys a rule is about. */
export const KeyMatch = z
  .strictObject({
    vaults: z.array(VaultUrl).optional(),
    keys: z.array(z.string()).optional().describe('Names; a trailing * matches any ending'),
    tags: z.record(z.string(), z.string()).optional(),
  })
  .describe('All that is given must match; nothing given matches every key');
export type KeyMatch = z.infer<typeof KeyMatch>;

/** Tags of a key's current version. */
export type Tags = Readonly<Record<string, string>>;

/** Why the rule is not about the key; empty when it is. */
export const mismatches = ({ vaults, keys, tags: wanted = {} }: KeyMatch, key: KeyUrl, tags: Tags): string[] => [
  ...((vaults?.includes(vaultOf(key)) ?? true) ? [] : [`its vault is none of ${vaults?.join(', ')}`]),
  ...((keys?.some((pattern) => fits(pattern.toLowerCase(), nameOf(key))) ?? true)
    ? []
    : [`its name is none of ${keys?.join(', ')}`]),
  ...Object.entries(wanted)
    .filter(([name, value]) => tags[name] !== value)
    .map(([name, value]) => `it has no tag ${name}=${value}`),
];

const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
