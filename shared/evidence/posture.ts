import * as z from 'zod';
import { hostOf, KeyUrl, nameOf, VersionId } from '../keys/key-url';
import { EstateFinding } from '../posture/estate-finding';
import type { KeyPosture } from '../posture/key-posture';
import type { Posture } from '../world';
import { take } from './listed-rows';
import { pageOf, placeAfter } from './newest-first';
import type { Rows } from './rows';

const Served = z.object({
  applications: z.array(z.string()),
  environments: z.array(z.string()),
  regions: z.array(z.string()),
});

export const PostureRow = z.object({
  url: KeyUrl,
  vault: z.string(),
  name: z.string(),
  version: VersionId.exactOptional(),
  protection: z.enum(['software', 'hsm']).exactOptional(),
  state: z.enum(['current', 'due', 'overdue', 'rotating', 'needs-person', 'soft-deleted', 'disabled']),
  because: z.string().exactOptional(),
  expiresOn: z.iso.datetime().exactOptional(),
  dependents: z.object({
    total: z.int(),
    onCurrentVersion: z.int(),
    unknown: z.int(),
    ownedElsewhere: z.int().exactOptional(),
    showNoVersion: z.int().exactOptional(),
    inWords: z.string().exactOptional(),
  }),
  nativePolicySet: z.string().exactOptional(),
  blindSpots: z.array(z.object({ scope: z.string(), because: z.string() })).exactOptional(),
  serves: Served.exactOptional(),
  findings: z.array(EstateFinding).exactOptional(),
  asOf: z.iso.datetime(),
}) satisfies z.ZodType<KeyPosture>;

const pageSize = 100;
const partition = 'keys';

/** Sorts keys by vault and name; a table key may not hold the slashes of a URL. */
export const posturePlace = ({ url }: { url: KeyUrl }): string => `${hostOf(url)}|${nameOf(url)}`;
export const posturePlaceShape = /^[a-z0-9.:-]{1,260}\|[0-9a-z-]{1,127}$/;

/** A page is as old as the oldest look on it. */
export const oldestLook = (keys: readonly KeyPosture[]): { asOf?: string } => {
  const asOf = keys.map((posture) => posture.asOf).toSorted()[0];
  return asOf === undefined ? {} : { asOf };
};

/** One row per key in a single partition, which serves 2,000 rows a second; 100 a page, by vault and name. */
export const postureStore = (rows: Rows<KeyPosture>): Posture => ({
  put: (posture) => rows.put({ partition, row: posturePlace(posture) }, posture),
  get: async (url) => (await rows.get({ partition, row: posturePlace({ url }) }))?.value,
  async list(from) {
    const after = placeAfter(from, posturePlaceShape);
    const { page, ...next } = pageOf(await take(rows.list(partition, after), pageSize + 1), pageSize, posturePlace);
    return { keys: page, ...oldestLook(page), ...next };
  },
});
