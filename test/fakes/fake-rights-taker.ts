import { rightsTaker } from '../../shared/incidents/rights-taker';
import type { fakeAccess } from './fake-access';

/** Takes assignments out of planted access; `roles` are a company's own. What `trouble` says of one is thrown instead. */
export const fakeRightsTaker = (access: ReturnType<typeof fakeAccess>, roles: readonly string[]) => {
  const asked: string[] = [];
  const site = { asked, trouble: (_assignment: string): Error | undefined => undefined };
  const revoke = async (assignment: string) => {
    asked.push(assignment);
    const trouble = site.trouble(assignment);
    if (trouble) throw trouble;
    access.planted.grants = access.planted.grants.filter(({ id }) => id !== assignment);
  };
  return { ...rightsTaker({ revoke }, roles), site };
};
