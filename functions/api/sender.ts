import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Caller } from './caller';
import { CallerUnknown } from './problems';

/** Recognises a machine by the signature of what it sends. */
export type RecogniseSender = (body: string, headers: Record<string, string>) => Caller;

/**
 * By Standard Webhooks: id, time and body are signed, and a signature that is older than five minutes is none any more. What is
 * sent again within them has the same id, and changes nothing. @throws {CallerUnknown}
 */
export const senderBySignature =
  (secret: string | undefined): RecogniseSender =>
  (body, headers) => {
    if (secret === undefined) throw new CallerUnknown('a signature, and REWRAP_HOOK_SECRET is not set');
    try {
      new Webhook(secret).verify(body, headers);
    } catch (error) {
      if (error instanceof WebhookVerificationError)
        throw new CallerUnknown(`a signature that fails: ${error.message}`);
      throw error;
    }
    return { id: 'signed-webhook', name: 'a signed webhook', roles: ['Rewrap.Report'] };
  };
