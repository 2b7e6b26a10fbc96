import { hasLapsed, type Waiver } from '../policy/waiver';
import { drift } from './drift';
import { endIsNear } from './end-ladder';
import type { Judged } from './estate-finding';
import { externalMaterial, recoverability } from './external-key-findings';
import type { KeyView } from './key-view';
import { nativePolicyDiffers } from './native-findings';
import { expiredInUse, manyVersions, noExpiry, protectionLevel, purgeable, softDeleted } from './version-findings';

/** Everything that is looked for, in the order in which people read it. */
const chain: readonly ((view: KeyView) => Judged[])[] = [
  softDeleted,
  expiredInUse,
  drift,
  endIsNear,
  protectionLevel,
  purgeable,
  recoverability,
  nativePolicyDiffers,
  manyVersions,
  noExpiry,
  externalMaterial,
];

/** What is not as the policy wants it about one key. Pure. A waiver silences its rule until it lapses, which is told. */
export function judgeKey(view: KeyView): Judged[] {
  const { class: rules, now } = view.facts;
  const waivers = rules?.waivers ?? [];
  const silenced = new Set<string>(waivers.filter((each) => !hasLapsed(each, now)).map(({ rule }) => rule));
  return [
    ...chain.flatMap((find) => find(view)).filter(({ code }) => !silenced.has(code)),
    ...waivers.filter((each) => hasLapsed(each, now)).map(lapsed),
  ];
}

/** About the waiver and not about the key: many keys that it was for make one alert. */
const lapsed = ({ rule, owner, reason, until }: Waiver): Judged => ({
  code: 'waiver-lapsed',
  subject: `waiver/${rule}/${owner}`,
  message: `The waiver of "${rule}" by ${owner} (${reason}) ended on ${until}: the rule holds again`,
  nextStep: 'Take it out of policy.yaml, or have its owner give it a new end',
  severity: 'warning',
  occasion: until,
});
