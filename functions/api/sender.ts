import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Caller, Role } from './caller';
import { CallerUnknown } from './problems';

/** Recognises a machine by the signature of what it sends. */
export type RecogniseSender = (body: string, headers: Record<string, string>) => Caller;

/** Secrets of those that sign; each allows one kind of call and no other. */
export interface SenderSecrets {
  readonly alerts?: string | undefined;
  readonly departures?: string | undefined;
}

/** Undefined where it fits; else why not. */
const misfit = (secret: string, body: string, headers: Record<string, string>): string | undefined => {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
};

/**
 * By Standard Webhooks: id, time and body are signed, and a signature that is older than five minutes is none any more. What is
 * sent again within them has the same id, and changes nothing. @throws {CallerUnknown}
 */
export const senderBySignature = ({ alerts, departures }: SenderSecrets): RecogniseSender => {
  const senders: readonly (readonly [string, string | undefined, Role])[] = [
    ['a signed webhook', alerts, 'Rewrap.Report'],
    ['a signed webhook about departures', departures, 'Rewrap.Operate'],
  ];
  return (body, headers) => {
    let found = 'a signature, and neither REWRAP_HOOK_SECRET nor REWRAP_DEPARTURE_HOOK_SECRET is set';
    for (const [name, secret, role] of senders) {
      if (secret === undefined) continue;
      const problem = misfit(secret, body, headers);
      if (problem === undefined) {
        const sentAt = new Date(Number(headers['webhook-timestamp']) * 1_000).toISOString();
        return { id: 'signed-webhook', name, roles: [role], message: headers['webhook-id'] ?? '', sentAt };
      }
      found = `a signature that fails: ${problem}`;
    }
    throw new CallerUnknown(found);
  };
};
