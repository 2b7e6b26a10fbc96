import { messageOf } from '../../errors';
import { check } from '../check';

/** A broken policy leaves the last good one in force, which nobody sees unless told. */
export const policy = check({
  name: 'policy',
  gather: async ({ readPolicy, policyAt }) => ({
    policyAt,
    problem: await readPolicy().then(() => undefined, messageOf),
  }),
  judge: ({ policyAt, problem }) =>
    problem === undefined
      ? []
      : [
          {
            code: 'policy-broken',
            subject: policyAt,
            message: `The policy cannot be used, so the last good one is in force, if there was one: ${problem}`,
            nextStep: 'See what is wrong with it: npm run policy -- check policy.yaml',
            severity: 'critical',
          },
        ],
});
