import { Duration } from 'luxon';
import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import type { NativePolicy } from '../keys/key-version';
import type { KeyRules } from '../policy/class-of';
import type { Judged } from './estate-finding';
import type { KeyView } from './key-view';
import { nativeWish } from './native-wish';

const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** In which respects the key's own rotation policy in the vault contradicts ours; empty where it does not. */
export function contradictions({ rotate, expiresIn }: NativePolicy, rules: KeyRules): string[] {
  const { cryptoperiod, expiresAfter, foreignVersions } = rules;
  const tooLate = rotate?.timeAfterCreate && lengthOf(rotate.timeAfterCreate) > lengthOf(cryptoperiod);
  const otherExpiry = expiresIn && expiresAfter && lengthOf(expiresIn) !== lengthOf(expiresAfter);
  return [
    ...(rotate && foreignVersions === 'alert'
      ? ['it makes versions by itself, which the class does not have followed']
      : []),
    ...(tooLate ? [`it rotates after ${rotate.timeAfterCreate}, later than the cryptoperiod of ${cryptoperiod}`] : []),
    ...(otherExpiry ? [`its versions expire after ${expiresIn} instead of ${expiresAfter}`] : []),
  ];
}

/** R20: the vault's own rotation is worked with, and told of where it would not do what the class asks for. */
export function nativePolicyDiffers({ facts, setsNative = false }: KeyView): Judged[] {
  const { key, class: rules, native } = facts;
  if (!rules || rules.nativePolicy === 'leave' || setsNative) return [];
  const undone = nativeWish(facts) ? ['Rewrap set it otherwise, and somebody has set it back'] : [];
  const differs = [...contradictions(native, rules), ...undone];
  if (differs.length === 0) return [];
  return [
    {
      code: 'native-policy-differs',
      subject: key,
      message: `The rotation policy that the vault holds for ${key} contradicts its class: ${differs.join('; ')}`,
      nextStep: `Look at it, and bring one of the two in line: ${showCommand(key)}`,
      severity: 'warning',
    },
  ];
}

const showCommand = (key: KeyUrl): string =>
  `az keyvault key rotation-policy show --vault-name ${hostOf(key).split('.')[0] ?? ''} --name ${nameOf(key)}`;
