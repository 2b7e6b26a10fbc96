import { DateTime, Duration } from 'luxon';
import { hostOf, isInManagedHsm, nameOf, type KeyUrl } from '../keys/key-url';
import type { KeyVersion } from '../keys/key-version';
import type { KeyRules } from '../policy/class-of';
import { hasLapsed } from '../policy/waiver';
import { endOf } from '../rotations/due-for-rotation';
import { currentOf } from '../rotations/key-facts';
import type { Judged } from './estate-finding';
import type { KeyView } from './key-view';

/** On how many of the last rungs it is critical. */
const lastRungs = 2;

interface ByHand {
  readonly because: string;
  readonly nextStep: string;
}

/**
 * R23, R26 to R28: a key that only a person can rotate is told of before its end, at each rung of the ladder of its class, once
 * per rung and version, each time more urgently. What keeps its material elsewhere looks like any imported key to us.
 */
export function endIsNear(view: KeyView): Judged[] {
  const { facts } = view;
  const { class: rules, now, key } = facts;
  const current = currentOf(facts);
  if (!current || !rules) return [];
  const byHand = whyByHand(view, current, rules);
  const end = endOf(current, rules);
  const rung = byHand && rungAt(rules.alertLadder, end, now);
  if (!byHand || !rung) return [];
  const date = end.toISODate();
  const left = Duration.fromISO(rung.name, { locale: 'en' });
  const when = left.isValid ? `ends on ${date}, in less than ${left.toHuman()}` : `ended on ${date}`;
  return [
    {
      code: 'imported-near-end',
      subject: key,
      message: `Only a person can rotate ${key} (${byHand.because}), and its period ${when}`,
      nextStep: byHand.nextStep,
      severity: rung.urgent ? 'critical' : 'warning',
      occasion: `${current.version} ${rung.name}`,
    },
  ];
}

const over = { name: 'over', urgent: true };

/** The shortest rung that is reached. */
function rungAt(ladder: readonly string[], end: DateTime, now: Date): typeof over | undefined {
  const at = DateTime.fromJSDate(now);
  if (at >= end) return over;
  const rungs = ladder.map((name) => ({ name, from: end.minus(Duration.fromISO(name)) }));
  const ordered = rungs.toSorted((a, b) => a.from.toMillis() - b.from.toMillis());
  const reached = ordered.findLastIndex(({ from }) => from <= at);
  const name = ordered[reached]?.name;
  return name === undefined ? undefined : { name, urgent: reached >= ordered.length - lastRungs };
}

/** Why nothing of ours will rotate it in time. */
function whyByHand({ facts }: KeyView, current: KeyVersion, rules: KeyRules): ByHand | undefined {
  const { key, now, records } = facts;
  if (rules.origin === 'imported') return { because: 'its material is imported', nextStep: importNext(key) };
  if (rules.origin === undefined) {
    const because = 'nobody has said whether its material was generated in the vault';
    return { because, nextStep: `Set "origin" on its class in policy.yaml. If it is imported: ${importNext(key)}` };
  }
  const waiver = rules.waivers?.find((each) => each.rule === 'rotation' && !hasLapsed(each, now));
  if (waiver) {
    const nextStep = `Ask ${waiver.owner} whether it shall end earlier: take the waiver out of policy.yaml`;
    return { because: `${waiver.owner} waived it until ${waiver.until}`, nextStep };
  }
  const [last] = records;
  if (last?.state !== 'parked' || last.from !== current.version) return undefined;
  const nextStep = `Do what it waits for, then: POST /api/rotations/${last.id}/resume`;
  return { because: last.because ?? 'its last rotation is parked', nextStep };
}

const importNext = (key: KeyUrl): string => {
  const [name = ''] = hostOf(key).split('.');
  const where = isInManagedHsm(key) ? `--hsm-name ${name}` : `--vault-name ${name}`;
  return `Import the next version from your own HSM; Rewrap then moves the dependents: az keyvault key import ${where} --name ${nameOf(key)} --byok-file FILE`;
};
