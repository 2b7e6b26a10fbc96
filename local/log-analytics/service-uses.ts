import type { Arm } from '../arm/arm';
import { parseArmPath } from '../arm/arm-path';
import type { KeyUse } from '../arm/key-need';
import type { ArmResource } from '../arm/resource-type';
import type { AuditRecord } from '../key-vault/audit-record';

const hour = 3_600_000;
/** In a long leap a service is seen so often, and at least twice a day. */
const looksPerLeap = 28;
const longestPause = 12;

/** A vault by its host. */
export type VaultByHost = ReadonlyMap<string, { readonly resourceId: string; readonly url: string }>;

interface Surroundings {
  readonly arm: Pick<Arm, 'list' | 'keyLog' | 'get'>;
  readonly vaults: VaultByHost;
}

/** A stretch of the estate's time: later than `after`, up to `until`. */
interface Stretch {
  readonly after: Date;
  readonly until: Date;
}

/** Whole hours, the later the surer: after a leap of weeks there is still one in the last hour. */
function looksIn({ after, until }: Stretch): readonly number[] {
  const hours = (until.getTime() - after.getTime()) / hour;
  const pause = Math.min(longestPause, Math.max(1, Math.ceil(hours / looksPerLeap))) * hour;
  const looks: number[] = [];
  for (let at = Math.floor(until.getTime() / hour) * hour; at > after.getTime(); at -= pause) looks.push(at);
  return looks;
}

/** The managed identity that a resource works under: its own, or that of what it is a part of. */
function principalOf(arm: Surroundings['arm'], resource: ArmResource): { oid: string; of: string } | undefined {
  const { identity } = resource;
  if (typeof identity === 'object' && identity !== null && 'principalId' in identity) {
    return { oid: String(identity.principalId), of: resource.id };
  }
  const parent = arm.get(parseArmPath(resource.id)?.parent ?? '');
  return parent && principalOf(arm, parent);
}

/**
 * What services did with their keys, as the vaults' logs show it: they wrap with a version when they take it into use,
 * unwrap with it now and then for as long as they need it, and a last time when they leave it. Services without a managed identity are not seen.
 */
export function serviceUses({ arm, vaults }: Surroundings, stretch: Stretch): AuditRecord[] {
  const looks = looksIn(stretch);
  return arm.list().flatMap((resource) => {
    const principal = principalOf(arm, resource);
    if (!principal) return [];
    const claims = { oid: principal.oid, xms_mirid: principal.of };
    return arm.keyLog(resource.id).flatMap((use): AuditRecord[] => {
      const vault = vaults.get(use.host);
      if (!vault) return [];
      const record = (operation: 'Wrap' | 'Unwrap', time: Date): AuditRecord => {
        const id = `${vault.url}/keys/${use.name}/${use.version}`;
        return {
          time,
          resourceId: vault.resourceId,
          operationName: `Key${operation}`,
          httpStatusCode: 200,
          callerIpAddress: '20.50.0.1',
          claims,
          id,
          requestUri: `${id}/${operation.toLowerCase()}key?api-version=7.6`,
        };
      };
      const began = isIn(stretch, use.from) ? [record('Wrap', use.from)] : [];
      const ended = use.until && isIn(stretch, use.until) ? [record('Unwrap', use.until)] : [];
      return [...began, ...ended, ...looks.filter(isDuring(use)).map((at) => record('Unwrap', new Date(at)))];
    });
  });
}

const isIn = ({ after, until }: Stretch, time: Date) => time > after && time <= until;

const isDuring =
  ({ from, until }: KeyUse) =>
  (at: number): boolean =>
    at >= from.getTime() && (until === undefined || at < until.getTime());
