import * as z from 'zod';
import { KeyUrl, VersionId } from '../../shared/keys/key-url';
import { EstateFinding } from '../../shared/posture/estate-finding';
import type { KeyPosture } from '../../shared/posture/key-posture';
import { endpoint } from './guarded';

const Key = z
  .object({
    url: KeyUrl,
    vault: z.string(),
    name: z.string(),
    version: VersionId.exactOptional(),
    protection: z.enum(['software', 'hsm']).exactOptional().describe('What protects the current version'),
    state: z.enum(['current', 'due', 'overdue', 'rotating', 'needs-person', 'soft-deleted', 'disabled']),
    because: z.string().exactOptional(),
    expiresOn: z.iso.datetime().exactOptional(),
    dependents: z.object({
      total: z.int(),
      onCurrentVersion: z.int(),
      unknown: z.int(),
      ownedElsewhere: z.int().exactOptional().describe('Of the total, those that others alone may move'),
      showNoVersion: z
        .int()
        .exactOptional()
        .describe(
          'Of the total, those that show no version: that they use the current one is only assumed, or in a log',
        ),
      inWords: z.string().exactOptional().describe('What was found, and how much could not be seen'),
    }),
    blindSpots: z
      .array(z.object({ scope: z.string(), because: z.string() }))
      .exactOptional()
      .describe('Where dependents may be that nobody saw; the first twenty'),
    serves: z
      .object({ applications: z.array(z.string()), environments: z.array(z.string()), regions: z.array(z.string()) })
      .exactOptional()
      .describe('By the tags and regions of its dependents; the first five of each'),
    findings: z.array(EstateFinding).exactOptional().describe('What is not as the policy wants it'),
    nativePolicySet: z
      .string()
      .exactOptional()
      .describe('Which difference of its rotation policy from its class Rewrap has ended'),
    asOf: z.iso.datetime(),
  })
  .meta({ id: 'Key' }) satisfies z.ZodType<KeyPosture>;

/** Every key in scope as the sweep last saw it. */
export const listKeys = endpoint({
  name: 'listKeys',
  method: 'GET',
  route: 'keys',
  summary: 'Keys in scope and how they stand, as the sweep last saw them',
  role: 'Rewrap.Read',
  accepts: { query: z.strictObject({ from: z.string().min(1).optional() }) },
  answers: {
    200: {
      description: 'A page of keys; nextLink leads to the next ones. asOf is missing before the first sweep.',
      schema: z.object({
        keys: z.array(Key),
        asOf: z.iso.datetime().optional(),
        nextLink: z.url().optional(),
      }),
    },
  },
  async run({ query: { from }, urlOf }, { world }) {
    const { keys, asOf, next } = await world.posture.list(from);
    const nextLink = next && urlOf(`/api/keys?from=${encodeURIComponent(next)}`);
    return { status: 200, jsonBody: { keys, ...(asOf && { asOf }), ...(nextLink && { nextLink }) } };
  },
});
