import { randomBytes } from 'node:crypto';
import type { VersionProof } from '../world';
import { KeyVersionUnusable } from './key-errors';
import type { KeyUrl } from './key-url';
import { bundleOf } from './read-key';
import { opensWhatIsSealedHere, roundTripOf, type Subject } from './round-trip';
import type { VaultClients } from './vault-clients';

type Half = { half: 'shown' } | { half: 'not-shown'; because: string };

const notShown = (because: string): Half => ({ half: 'not-shown', because });

/** Why the version can show nothing now, going by its state; the codes of such refusals are not documented. */
const hindrance = ({ version, bundle, sealing }: Subject, now: Date): string | undefined => {
  const { enabled, notBefore, expiresOn } = bundle.properties;
  if (enabled === false) return `version ${version} is disabled`;
  if (sealing === 'here' && opensWhatIsSealedHere(bundle)) return undefined;
  if (expiresOn && now >= expiresOn) return `version ${version} expired on ${expiresOn.toISOString()}`;
  if (notBefore && now < notBefore) return `version ${version} is valid from ${notBefore.toISOString()} only`;
  return undefined;
};

/** Takes a random sample through the version. What a version's state or operations forbid is not shown; all else throws. */
const show = async (subject: Subject, now: Date): Promise<Half> => {
  const roundTrip = roundTripOf(subject);
  if (!roundTrip) {
    const operations = subject.bundle.keyOperations?.join(', ') || 'none';
    return notShown(`the operations of version ${subject.version} (${operations}) allow no round trip`);
  }
  const hindered = hindrance(subject, now);
  if (hindered !== undefined) return notShown(hindered);
  const sample = randomBytes(32);
  try {
    await roundTrip(sample);
    return { half: 'shown' };
  } catch (error) {
    if (error instanceof KeyVersionUnusable) return notShown(error.message);
    throw error;
  } finally {
    sample.fill(0);
  }
};

/**
 * Shows that the new version does its job in the vault, and that the vault still opens what was sealed for the old one.
 * The old one's sample is sealed here with its public key, since an expired version opens but seals no more; where that
 * cannot be done (a symmetric or a signing key) and the version is expired or disabled, that half is not shown.
 */
export async function prove(
  clients: VaultClients,
  key: KeyUrl,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<VersionProof> {
  const subject = async (version: string, sealing: Subject['sealing']): Promise<Subject> => {
    const bundle = await bundleOf(clients, key, version);
    return { clients, key, version, bundle, sealing };
  };
  const newer = await show(await subject(to, 'in-vault'), now);
  const older = await show(await subject(from, 'here'), now);
  const reasons = [newer, older].flatMap((half) => ('because' in half ? [half.because] : []));
  return {
    newVersionWorks: newer.half,
    oldVersionStillOpens: older.half,
    ...(reasons.length > 0 && { because: reasons.join('; ') }),
  };
}
