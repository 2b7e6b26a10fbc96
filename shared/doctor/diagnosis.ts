import * as z from 'zod';
import { Finding } from '../rotations/finding';

/** Something about the installation itself that is not as it must be. `nextStep` holds the fix as a command where there is one. */
export const Ailment = Finding.extend({
  check: z.string().describe('The check that found it'),
  subject: z.string().describe('Vault, key, subscription, resource group, sink or part of the app that it is about'),
  severity: z.enum(['info', 'warning', 'critical']).describe('`info` does not make the installation unwell'),
});
export type Ailment = z.infer<typeof Ailment>;

/** An ailment as its check tells it. */
export type Found = Omit<Ailment, 'check'>;

/** What the doctor says. */
export const Diagnosis = z.object({
  asOf: z.iso.datetime(),
  well: z.boolean().describe('Whether nothing was found but infos'),
  checks: z.array(z.string()).describe('What was looked at'),
  findings: z.array(Ailment),
});
export type Diagnosis = z.infer<typeof Diagnosis>;
