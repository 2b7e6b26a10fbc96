import * as z from 'zod';
import { takeCensus } from '../../shared/rotations/take-census';
import { VersionCensus } from '../../shared/rotations/version-standing';
import { endpoint } from './guarded';
import { NamedKey, sortKeys } from './start-rotations';

/** Every version of one key, and what still needs it. It is looked at now: vault, dependents and audit log are asked. */
export const listVersions = endpoint({
  name: 'listVersions',
  method: 'GET',
  route: 'versions',
  summary: 'Every version of a key: its state, what still needs it and until when, and who used it last',
  role: 'Rewrap.Read',
  accepts: { query: z.strictObject({ key: NamedKey }) },
  answers: { 200: { description: 'The newest version first', schema: VersionCensus.meta({ id: 'VersionCensus' }) } },
  async run({ query }, site) {
    const { keys } = await sortKeys([query.key], site);
    const [census] = await Promise.all(keys.map((key) => takeCensus(site.world, key)));
    return { status: 200, jsonBody: census };
  },
});
