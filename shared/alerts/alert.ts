import * as z from 'zod';

/** Types of the CloudEvents that leave us; a receiver filters by them, so they never change. */
export const AlertKind = z.enum([
  'RotationProven',
  'RotationPartial',
  'RotationParked',
  'RotationFailed',
  'RetirementHeld',
  'RetirementDone',
  'RetirementReopened',
  'EventRefused',
  'NeedsPerson',
  'Drift',
  'SinkFailing',
  'IncidentOpened',
  'IncidentProven',
]);
export type AlertKind = z.infer<typeof AlertKind>;

/** Something a person or a machine outside should hear. Holds no secrets: it leaves the house. */
export const Alert = z.object({
  id: z.string().describe('Stays the same over all attempts, so that a receiver can drop repeats'),
  kind: AlertKind,
  severity: z.enum(['info', 'warning', 'critical']),
  subject: z.string().describe('Key URL, resource id or sink that it is about'),
  summary: z.string().max(1_000),
  whatToDo: z.string().max(2_000),
  occasion: z
    .string()
    .optional()
    .describe('What makes a later occurrence of the same trouble another alert, such as its day'),
  rotationId: z.string().optional(),
  incidentId: z.string().optional(),
  at: z.iso.datetime(),
});
export type Alert = z.infer<typeof Alert>;

/** `taken`: the receiver has it. `later`: keep it and try again. `never`: this receiver cannot take it. */
export type Delivery = { outcome: 'taken' } | { outcome: 'later' | 'never'; because: string };

/** A place that alerts go to. Never throws for an answer and never logs: the outbox does both once for all sinks. */
export interface AlertSink {
  readonly name: string;
  deliver(alert: Alert, signal: AbortSignal): Promise<Delivery>;
}
