import type { Discovery } from './dependent';

type Seen = Pick<Discovery, 'unreadable' | 'notInScope'> & { readonly total: number };

/** What a search found, in words that never say "none" alone where something could not be read. */
export const findingInWords = ({ total, unreadable, notInScope = [] }: Seen): string => {
  const found = total === 0 ? 'none found' : `${total} found`;
  const scopes = unreadable.length === 1 ? '1 scope' : `${unreadable.length} scopes`;
  const others = notInScope.length === 1 ? '1 subscription' : `${notInScope.length} subscriptions`;
  return [
    found,
    ...(unreadable.length > 0 ? [`but ${scopes} could not be read`] : []),
    ...(notInScope.length > 0 ? [`${others} in sight but not in the scope of the policy not searched`] : []),
  ].join(', ');
};
