import type { Arm } from '../../../shared/azure/arm';
import { vaultHomes } from '../../../shared/pacing/vault-homes';

const rows = [
  { subscriptionId: 'S1', location: 'westeurope', properties: { vaultUri: 'https://payments.vault.azure.net/' } },
  { subscriptionId: 'S2', location: null, properties: { vaultUri: 'https://ledger.vault.azure.net' } },
  { subscriptionId: 'S2', properties: {} },
];

/** Answers in turn whether Resource Graph can be asked. */
const someHomes = (...works: readonly boolean[]) => {
  let time = 0;
  let asked = 0;
  const resourceGraph: Arm['resourceGraph'] = (_query, _subscriptions, row) => {
    const isUp = works[asked] ?? true;
    asked += 1;
    return isUp ? Promise.resolve(rows.map((each) => row.parse(each))) : Promise.reject(new Error('not now'));
  };
  const subscriptions = () => Promise.resolve(['s1', 's2']);
  const homeOf = vaultHomes({ arm: { resourceGraph }, subscriptions, now: () => time });
  const home = async (name: string) => {
    homeOf(`https://${name}.vault.azure.net`);
    await new Promise(setImmediate);
    return homeOf(`https://${name}.vault.azure.net`);
  };
  return { homeOf, home, asked: () => asked, pass: (minutes: number) => (time += minutes * 60_000) };
};

describe('the subscription of a vault', () => {
  it('is not waited for, and known soon after', async () => {
    const { homeOf, home } = someHomes();
    expect(homeOf('https://payments.vault.azure.net')).toBeUndefined();
    expect(await home('payments')).toBe('s1/westeurope');
    expect(await home('ledger')).toBe('s2/');
    expect(await home('unheard-of')).toBeUndefined();
  });

  it('is looked for once an hour', async () => {
    const { home, asked, pass } = someHomes();
    await home('payments');
    pass(59);
    await home('payments');
    expect(asked()).toBe(1);
    pass(1);
    await home('payments');
    expect(asked()).toBe(2);
  });

  it('is looked for again some minutes after a failure, and kept as it was meanwhile', async () => {
    const { home, asked, pass } = someHomes(true, false);
    await home('payments');
    pass(60);
    expect(await home('payments')).toBe('s1/westeurope');
    pass(10);
    await home('payments');
    expect(asked()).toBe(3);
  });
});
