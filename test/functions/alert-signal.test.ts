import { readFileSync } from 'node:fs';
import { readAlert } from '../../functions/alert-signal';

const fixture = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/events/${name}.json`, 'utf8'));

const vault =
  '/subscriptions/00000000-0000-0000-0000-000000000002/resourcegroups/contoso-rg/providers/microsoft.keyvault/vaults/contoso-kv';
const alert = {
  id: '00000000-0000-0000-0000-000000000098',
  source: 'defender',
  rule: 'KV_OperationVolumeAnomaly',
  summary: 'High volume of operations in a key vault',
  fired: true,
  at: '2026-03-01T12:06:00.000Z',
  resources: [vault],
  keys: [],
};

describe('readAlert', () => {
  it.each([
    ['defender-kv-alert.rest-form', ['https://contoso-kv.vault.azure.net']],
    ['defender-kv-alert.logic-app-form', []],
  ])('reads an alert of Defender as %s: one alert in both spellings', (name, vaults) => {
    expect(readAlert(fixture(name))).toEqual({ signal: { ...alert, vaults } });
  });

  it.each([
    ['monitor-common-alert.log-keybackup', 'kv-unexpected-key-backup'],
    ['monitor-common-alert.security-log', 'kv-defender-alert'],
  ])('reads %s in the common schema of Azure Monitor', (name, rule) => {
    expect(readAlert(fixture(name))).toMatchObject({
      signal: { id: alert.id, source: 'monitor', rule, fired: true, resources: [vault] },
    });
  });

  it('finds a key in the dimensions of a log alert', () => {
    const text = readFileSync('test/fixtures/events/monitor-common-alert.log-keybackup.json', 'utf8');
    const raw: unknown = JSON.parse(
      text.replace(`"value": "${vault}"`, '"value": "https://contoso-kv.vault.azure.net/keys/ledger/"'),
    );
    expect(readAlert(raw)).toMatchObject({ signal: { keys: ['https://contoso-kv.vault.azure.net/keys/ledger'] } });
  });

  it('knows an alert that is over', () => {
    const text = JSON.stringify(fixture('monitor-common-alert.log-keybackup')).replace('"Fired"', '"Resolved"');
    expect(readAlert(JSON.parse(text))).toMatchObject({ signal: { fired: false } });
  });

  it.each([
    ['nothing', null],
    ['another alert of Defender', { AlertType: 'VM_SomethingElse', SystemAlertId: '1' }],
    ['the generic form without a vault or key', { data: { id: '1', summary: 'something happened' } }],
  ])('does not read %s', (_, raw) => {
    expect(readAlert(raw)).toEqual({ unreadable: expect.any(String) });
  });
});
