import type { InvocationContext } from '@azure/functions';

/** Fixed lower-case phrases with facts as fields. The invocation context is one. Never tokens, never key material. */
export type Log = Pick<InvocationContext, 'info' | 'warn' | 'error'>;
