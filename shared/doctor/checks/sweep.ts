import { check } from '../check';

const anHour = 3_600_000;

/** The sweep looks at every vault each quarter of an hour, whatever else happens. */
export const sweep = check({
  name: 'sweep',
  async gather({ policy, vaultPosture, now }) {
    const { scope } = await policy();
    const looks = await Promise.all(scope.vaults.map(async (vault) => (await vaultPosture.get(vault))?.asOf));
    return {
      now: now(),
      last: looks
        .flatMap((asOf) => asOf ?? [])
        .toSorted()
        .at(-1),
    };
  },
  judge: ({ now, last }) => {
    if (last !== undefined && now.getTime() - Date.parse(last) <= anHour) return [];
    return [
      {
        code: 'sweep-silent',
        subject: 'sweep',
        message: last === undefined ? 'No sweep has ended yet' : `The last sweep that looked at a vault was at ${last}`,
        nextStep:
          'After a first deployment, ask again in half an hour. Else: az functionapp restart --name <app> --resource-group <group>, and look at the log of the function sweep',
        severity: last === undefined ? 'warning' : 'critical',
      },
    ];
  },
});
