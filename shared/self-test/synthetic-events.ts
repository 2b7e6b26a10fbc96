import type { Policy } from '../policy/policy';
import type { SelfTestKind } from './self-test';

/** A CloudEvent as a topic takes it. */
export interface SyntheticEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

const source = '/rewrap/self-test';
/** No key and no assignment has this name: whoever takes the event for a real one finds nothing to do. */
const nobody = 'rewrap-self-test';

const nearExpiry = ({ scope }: Policy): Pick<SyntheticEvent, 'type' | 'subject' | 'data'> => {
  const [vault = ''] = scope.vaults;
  const Version = '0'.repeat(32);
  const data = { Id: `${vault}/keys/${nobody}/${Version}`, ObjectType: 'Key', ObjectName: nobody, Version };
  return { type: 'Microsoft.KeyVault.KeyNearExpiry', subject: nobody, data };
};

const roleChange = ({ scope }: Policy): Pick<SyntheticEvent, 'type' | 'subject' | 'data'> => {
  const [subscriptionId = ''] = scope.subscriptions;
  const resourceUri = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${nobody}`;
  const operationName = 'Microsoft.Authorization/roleAssignments/write';
  return {
    type: 'Microsoft.Resources.ResourceWriteSuccess',
    subject: resourceUri,
    data: { operationName, resourceUri, subscriptionId },
  };
};

/** An event like the real one of its kind, about nothing that is there. */
export const syntheticEvent = (
  kind: SelfTestKind,
  policy: Policy,
  { id, at }: { id: string; at: Date },
): SyntheticEvent => ({
  id,
  source,
  time: at,
  ...(kind === 'near-expiry' ? nearExpiry(policy) : roleChange(policy)),
});
