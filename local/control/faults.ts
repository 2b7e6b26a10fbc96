import * as z from 'zod';
import { Fault as ArmFault } from '../arm/faults';
import type { Team } from '../estate/company';
import { Fault as VaultFault } from '../key-vault/faults';
import type { Estate } from './estate';

const teams = ['payments', 'ledger', 'platform', 'treasury', 'standby'] as const satisfies readonly Team[];

/** What shall go wrong, and where. Body of `POST /local/faults`. */
export const EstateFault = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('arm'), fault: ArmFault }),
  z.strictObject({ in: z.literal('vault'), team: z.enum(teams), fault: VaultFault }),
  z.strictObject({
    in: z.literal('graph'),
    fault: z.literal('links-expire').describe('Whoever tracks changes begins again'),
  }),
  z.strictObject({
    in: z.literal('events'),
    fault: z.strictObject({
      duplicates: z.int().positive().optional().describe('So many events come twice'),
      reversed: z.int().positive().optional().describe('So many events come in reverse'),
    }),
  }),
]);
export type EstateFault = z.infer<typeof EstateFault>;

export function injectFault({ arm, vaults, graph, eventGrid }: Estate, wanted: EstateFault): void {
  if (wanted.in === 'arm') arm.inject(wanted.fault);
  if (wanted.in === 'vault') vaults.get(wanted.team)?.vault.addFault(wanted.fault);
  if (wanted.in === 'graph') graph.expireLinks();
  if (wanted.in !== 'events') return;
  const { duplicates, reversed } = wanted.fault;
  eventGrid.disturb({ ...(duplicates && { duplicates }), ...(reversed && { reversed }) });
}

/** Lifts all faults of vaults and resources; events that are held back stay so. */
export function clearFaults({ arm, vaults }: Estate): void {
  arm.clearFaults();
  for (const { vault } of vaults.values()) vault.clearFaults();
}
