import { Duration } from 'luxon';
import * as z from 'zod';
import type { KeyUrl } from '../../keys/key-url';
import type { ArmDependent } from '../arm-dependent';
import { armTypes } from '../index';
import { bicepFor } from './bicep';
import { terraformOf, type TerraformArgument } from './terraform';

/**
 * The change that the infrastructure code of a resource needs: else its next deployment names the old version again, or the old
 * key, and takes the move back.
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

const namesVersion =
  'It names a version of the key. If its infrastructure code does too, the next deployment takes it back to the old one.';
const namesKey =
  'Another key takes the place of this one. If its infrastructure code names the old key, or the vault of that beside it, the next deployment takes it back there.';

type Follows = NonNullable<ArmDependent['references'][number]['follows']>;

const followsIn = ({ references }: ArmDependent): Follows | undefined =>
  references.find((each) => each.follows)?.follows;

const followOf = (follows: Follows): string => {
  const within = Duration.fromObject(follows.within, { locale: 'en' }).toHuman();
  const how = follows.flag ? `Set ${follows.flag} to true` : 'Leave the version out';
  return `${how}, and it follows new versions by itself within ${within}.`;
};

const valueOf = (takes: TerraformArgument['takes'], key: KeyUrl, version: string): string => {
  if (takes === 'version') return version ? `"${version}"` : 'null';
  const uri = version ? `"${key}/${version}"` : `"${key}"`;
  return takes === 'key-uris' ? `[${uri}]` : uri;
};

/**
 * What to change in the code of a resource, so that it names the key; undefined for what no such code makes. Whoever follows names no
 * version, unless a flag has it follow; `instead`: the key takes another's place.
 */
export const adviceFor = (
  { id, type, follows: isFollower }: { id: string; type: string; follows?: boolean | undefined },
  { key, to = newVersion, instead }: { key: KeyUrl; to?: string | undefined; instead?: boolean },
): Advice | undefined => {
  const adapter = armTypes.find((each) => each.type === type);
  if (!adapter) return undefined;
  const follows = followsIn(adapter);
  const namesKeyAlone = isFollower && !follows?.flag;
  const version = namesKeyAlone ? '' : to;
  return {
    because: instead ? namesKey : namesVersion,
    ...(follows && !isFollower && { follow: followOf(follows) }),
    bicep: bicepFor({ adapter, id, key, version }),
    terraform: terraformOf(type).map(({ resource, argument, takes }) => ({
      resource,
      argument,
      value: valueOf(takes, key, version),
    })),
  };
};
