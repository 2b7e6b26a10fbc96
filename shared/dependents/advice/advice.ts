import { Duration } from 'luxon';
import * as z from 'zod';
import type { KeyUrl } from '../../keys/key-url';
import type { ArmDependent } from '../arm-dependent';
import { armTypes } from '../index';
import { bicepFor } from './bicep';
import { terraformOf, type TerraformArgument } from './terraform';

/**
 * The change that the infrastructure code of a pinned resource needs: else its next deployment names the old version again,
 * and takes the move back.
 */
export const Advice = z.object({
  because: z.string(),
  follow: z
    .string()
    .optional()
    .describe('How the code can name no version at all, where the service follows by itself'),
  bicep: z.string().describe('The lines that name the key, and no others'),
  terraform: z
    .array(z.object({ resource: z.string(), argument: z.string(), value: z.string() }))
    .describe('Of the azurerm provider: whichever of these the code uses'),
});
export type Advice = z.infer<typeof Advice>;

/** Stands for a version that is not made yet. */
export const newVersion = 'NEW-VERSION';

const because =
  'It names a version of the key. If its infrastructure code does too, the next deployment takes it back to the old one.';

const followOf = ({ references }: ArmDependent): string | undefined => {
  const follows = references.find((each) => each.follows)?.follows;
  if (!follows) return undefined;
  const within = Duration.fromObject(follows.within, { locale: 'en' }).toHuman();
  const how = follows.flag ? `Set ${follows.flag} to true` : 'Leave the version out';
  return `${how}, and it follows new versions by itself within ${within}.`;
};

const valueOf = ({ takes }: TerraformArgument, key: KeyUrl, version: string): string => {
  if (takes === 'version') return `"${version}"`;
  const uri = `"${key}/${version}"`;
  return takes === 'key-uris' ? `[${uri}]` : uri;
};

/** What to change in the code of a pinned resource; undefined for what no such code makes. */
export const adviceFor = (
  { id, type }: { id: string; type: string },
  { key, to = newVersion }: { key: KeyUrl; to?: string | undefined },
): Advice | undefined => {
  const adapter = armTypes.find((each) => each.type === type);
  if (!adapter) return undefined;
  const follow = followOf(adapter);
  return {
    because,
    ...(follow && { follow }),
    bicep: bicepFor({ adapter, id, key, version: to }),
    terraform: terraformOf(type).map((argument) => ({
      resource: argument.resource,
      argument: argument.argument,
      value: valueOf(argument, key, to),
    })),
  };
};
