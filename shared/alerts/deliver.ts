import * as z from 'zod';
import type { Alert, AlertSink, Delivery } from './alert';

const patience = 10_000;

const Coded = z.object({ code: z.string().regex(/^[A-Z_]{3,40}$/) });

/** Name and code of a fault and never its message, which may hold the sink's address. */
const nameOfFault = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown fault';
  const code = (Coded.safeParse(error).data ?? Coded.safeParse(error.cause).data)?.code;
  return code === undefined ? error.name : `${error.name} ${code}`;
};

/** Offers the alert to the sink for at most ten seconds. Never throws: a fault means later. */
export const deliver = async (sink: AlertSink, alert: Alert): Promise<Delivery> => {
  try {
    return await sink.deliver(alert, AbortSignal.timeout(patience));
  } catch (error) {
    return { outcome: 'later', because: `${sink.name} could not be reached: ${nameOfFault(error)}` };
  }
};
