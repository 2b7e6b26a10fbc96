import { KeyUrl } from '../../../shared/keys/key-url';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../a-site';
import { anApi } from './an-api';

export const roles = ['Rewrap.Emergency', 'Rewrap.Read'];
export const standby = 'https://standby.vault.azure.net';
export const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
export const tls = KeyUrl.parse('https://payments.vault.azure.net/keys/tls');
export const body = { keys: [ledger], reason: 'a backup was seen outside', incidentId: 'INC 1' };
export const post = 'POST /api/emergency-rotations';

/** A vault with a key in use, one of a class that is more urgent, and one of a certificate; a clean vault beside it. */
export const aSite = async () => {
  const api = await anApi();
  const vaults = ['https://payments.vault.azure.net', standby];
  const classes = [
    { name: 'all', cryptoperiod: 'P1Y' },
    { name: 'cards', match: { keys: ['cards'] }, cryptoperiod: 'P90D' },
  ];
  api.world.policy = () =>
    Promise.resolve(aPolicy({ scope: { subscriptions: [], vaults }, standby: [{ vault: standby }], classes }));
  api.keys.addKey(cards, { tags: { criticality: 'high' } });
  api.keys.addKey(tls, { managed: true });
  api.world.dependents.add({ id: '/orders', key: ledger, version: api.version.version });
  return api;
};
