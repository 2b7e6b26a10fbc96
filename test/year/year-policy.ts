import { Policy } from '../../shared/policy/policy';

/** Four vaults, and a Managed HSM, which sends no events. */
export const vaults = [
  'https://payments.vault.azure.net',
  'https://cards.vault.azure.net',
  'https://lending.vault.azure.net',
  'https://archive.vault.azure.net',
  'https://treasury.managedhsm.azure.net',
] as const;

/** The year that is lived through. */
export const newYear = '2027-01-01T00:00:00.000Z';

/** What the policy below says, in days, for the checks: they are made from outside and read no policy. */
export const kinds = {
  standard: { period: 90, share: 0.7 },
  yearly: { period: 300, share: 0.15 },
  imported: { period: 120, share: 0.1 },
  waived: { period: 90, share: 0.05 },
} as const;
export type Kind = keyof typeof kinds;

/** First day after the waiver. */
export const waiverOver = '2027-02-11T00:00:00.000Z';

/** Local dates in Amsterdam, the first day after them excluded. */
export const freezes = [
  { name: 'budget', from: '2027-02-01', to: '2027-02-08' },
  { name: 'first quarter', from: '2027-03-29', to: '2027-04-03' },
  { name: 'half-year', from: '2027-06-28', to: '2027-07-03' },
  { name: 'third quarter', from: '2027-09-27', to: '2027-10-02' },
  { name: 'end of the year', from: '2027-12-17', to: '2028-01-04' },
] as const;

const timeZone = 'Europe/Amsterdam';
const usual = {
  origin: 'generated',
  notice: 'P30D',
  grace: 'P3D',
  overlap: 'P7D',
  waves: { sizes: ['50%'] },
  windows: [{ days: ['mon', 'tue', 'wed', 'thu'], from: '20:00', to: '04:00', timeZone }],
};
const classOf = (name: Kind, how = {}) => ({
  ...usual,
  name,
  match: { keys: [`${name}-*`] },
  cryptoperiod: `P${kinds[name].period}D`,
  ...how,
});

export const yearPolicy = Policy.parse({
  scope: { subscriptions: ['00000000-0000-0000-0000-000000000001'], vaults },
  classes: [
    classOf('standard', { expiresAfter: 'P100D' }),
    classOf('yearly'),
    classOf('imported', { origin: 'imported' }),
    classOf('waived'),
  ],
  freezes: freezes.map((freeze) => ({ ...freeze, timeZone })),
  waivers: [
    { rule: 'rotation', match: { keys: ['waived-*'] }, reason: 'a migration', owner: 'Alice', until: '2027-02-10' },
  ],
});

const local = new Intl.DateTimeFormat('en-CA', {
  timeZone,
  hourCycle: 'h23',
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** Whether routine work may begin, worked out by other means than the product's. */
export function isOpen(at: Date): boolean {
  const told = Object.fromEntries(local.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${told['year']}-${told['month']}-${told['day']}`;
  if (freezes.some(({ from, to }) => from <= date && date < to)) return false;
  const hour = Number(told['hour']);
  const evenings = hour >= 20 ? ['Mon', 'Tue', 'Wed', 'Thu'] : hour < 4 ? ['Tue', 'Wed', 'Thu', 'Fri'] : [];
  return evenings.includes(told['weekday'] ?? '');
}
