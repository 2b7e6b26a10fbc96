import { hoursOf, logShapes, usesOf } from '../../../shared/audit/audit-queries';
import { ledger, versionId } from '../../examples';
import { principal } from '../../shared/audit/examples';
import { aRecord, aWorkspace } from './a-workspace';

const tables = logShapes.map(({ table }) => table);

describe.each(tables)('the local Log Analytics, with audit logs in %s', (table) => {
  it('answers what the app asks: who did what with which version, how often, and when last', async () => {
    const { trail, read } = aWorkspace({ table });
    for (const hour of ['00', '06', '11']) trail.write(aRecord(`2027-03-01T${hour}:00:00Z`));
    const appid = principal('app');
    const claims = { oid: principal('nadia'), appid, xms_mirid: '/Subscriptions/1/Jobs' };
    trail.write(aRecord('2027-02-28T10:00:00Z', { operationName: 'KeyWrap', claims, callerIpAddress: '10.9.9.9' }));
    trail.write(aRecord('2027-02-28T11:00:00Z', { claims, httpStatusCode: 403 }));
    trail.write(aRecord('2027-02-28T12:00:00Z', { operationName: 'KeyGet' }));
    trail.write(aRecord('2027-02-28T12:00:00Z', { id: `${ledger}s`, requestUri: `${ledger}s` }));
    const reading = await read();
    const by = { principal: principal('nadia'), appId: appid, resource: '/subscriptions/1/jobs', own: false };
    expect(reading).toMatchObject({ is: 'read', newest: new Date('2027-03-01T11:00:00Z'), gaps: [] });
    expect(reading.is === 'read' && reading.uses).toEqual([
      {
        operation: 'unwrap',
        version: versionId('b'),
        by: { principal: principal('bus'), own: false },
        addresses: ['10.0.0.4'],
        outcome: 'done',
        count: 3,
        last: '2027-03-01T11:00:00.000Z',
      },
      expect.objectContaining({ operation: 'wrap', by, addresses: ['10.9.9.9'], outcome: 'done' }),
      expect.objectContaining({ operation: 'unwrap', by, outcome: 'denied' }),
    ]);
  });

  it('R19c: finds who backed the key up, and where a backup of its name was restored', async () => {
    const { trail, read } = aWorkspace({ table });
    const mallory = { oid: principal('mallory') };
    const elsewhere = 'https://mallory.vault.azure.net';
    const at = '2027-03-01T10:00:00Z';
    const uri = `${elsewhere}/keys/restore?api-version=7.6`;
    trail.write(
      aRecord(at, { operationName: 'KeyBackup', claims: mallory, id: ledger, requestUri: `${ledger}/backup` }),
    );
    const restored = { operationName: 'KeyRestore', claims: mallory, requestUri: uri };
    trail.write(aRecord(at, { ...restored, id: `${elsewhere}/keys/ledger/${versionId('a')}` }));
    trail.write(aRecord(at, { ...restored, id: `${elsewhere}/keys/ledgers/${versionId('a')}` }));
    trail.write(
      aRecord(at, { claims: mallory, id: `${elsewhere}/keys/ledger`, requestUri: `${elsewhere}/keys/ledger` }),
    );
    const by = { principal: principal('mallory'), own: false };
    const reading = await read();
    expect(reading.is === 'read' && reading.uses).toEqual([
      expect.objectContaining({ operation: 'backup', by, outcome: 'done' }),
      expect.objectContaining({ operation: 'restore', by, vault: elsewhere }),
    ]);
  });

  it('shows a record only once it has been taken in', async () => {
    const { trail, read, pass } = aWorkspace({ table });
    trail.write(aRecord('2027-03-01T11:00:00Z'));
    trail.write(aRecord('2027-03-01T11:58:00Z'));
    expect(await read()).toMatchObject({ newest: new Date('2027-03-01T11:00:00Z'), uses: [{ count: 1 }] });
    pass(5);
    expect(await read()).toMatchObject({ newest: new Date('2027-03-01T11:58:00Z'), uses: [{ count: 2 }] });
  });

  it('leaves out what lies outside of the time asked for', async () => {
    const { trail, read } = aWorkspace({ table });
    trail.write(aRecord('2027-02-20T11:00:00Z'));
    trail.write(aRecord('2027-03-01T11:00:00Z'));
    expect(await read()).toMatchObject({ uses: [{ count: 1 }] });
  });
});

describe('the local Log Analytics', () => {
  it.each([
    ['nobody', /could not be read.*valid bearer token/],
    ['somebody', /could not be read.*may not read the workspace/],
  ])('refuses the token of %s', async (token, because) => {
    expect(await aWorkspace({ token }).read()).toMatchObject({
      is: 'unavailable',
      because: expect.stringMatching(because),
    });
  });

  it('has no table before the first record, and none for a vault without a diagnostic setting', async () => {
    const mute = aWorkspace();
    expect(await mute.read()).toMatchObject({ because: expect.stringMatching(/holds no event/) });
    const unset = aWorkspace({ table: 'none' });
    unset.trail.write(aRecord('2027-03-01T11:00:00Z'));
    expect(await unset.read()).toMatchObject({ because: expect.stringMatching(/holds no event/) });
    const answer = await mute.ask('AZKVAuditLogs | summarize n = count() by OperationName');
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('SEM0100')]);
  });

  it('does not know another workspace', async () => {
    expect((await aWorkspace().ask('AZKVAuditLogs', { id: principal('other') })).status).toBe(404);
  });

  it.each([
    ['AZKVAuditLogs | take 10', 'take'],
    ['AZKVAuditLogs | where OperatoinName == "KeyWrap"', 'OperatoinName'],
    ['AZKVAuditLogs | where TimeGenerated > ago(1d)', '>'],
    ['AZKVAuditLogs | summarize n = dcount(Id) by OperationName', 'dcount'],
    ['AZKVAuditLogs | summarize n = count() by day = bin(TimeGenerated, 1d)', 'd'],
    ['AZKVAuditLogs | extend x = strcat(Id, Id)', 'strcat'],
    ['AZKVAuditLogs | project Id', 'project'],
  ])('refuses %s, naming what it does not understand', async (query, word) => {
    const { trail, ask } = aWorkspace();
    trail.write(aRecord('2027-03-01T11:00:00Z'));
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(word);
  });

  it('refuses a time without an end', async () => {
    const { ask, trail } = aWorkspace();
    trail.write(aRecord('2027-03-01T11:00:00Z'));
    const answer = await ask('AZKVAuditLogs', { timespan: 'P1D' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('the end of a time')]);
  });

  it('understands every query of the app', async () => {
    for (const shape of logShapes) {
      const { trail, ask } = aWorkspace({ table: shape.table });
      trail.write(aRecord('2027-03-01T11:00:00Z'));
      for (const query of [usesOf(shape, ledger), hoursOf(shape, ledger)]) expect((await ask(query)).status).toBe(200);
    }
  });
});
