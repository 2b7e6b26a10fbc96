import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { auditLogIn } from '../../../shared/audit/log-analytics';
import type { LogReading } from '../../../shared/audit/log-reading';
import { cloudOf } from '../../../shared/azure/clouds';
import { KeyUrl } from '../../../shared/keys/key-url';
import { ledger, versionId } from '../../examples';
import { aPolicy } from '../policy/a-policy';
import { principal } from './examples';

const workspace = principal('workspace');
const span = { from: new Date('2027-02-26T12:00:00Z'), to: new Date('2027-03-01T12:00:00Z') };

type Table = 'AZKVAuditLogs' | 'AzureDiagnostics';
type Answers = Partial<Record<Table, { hours: string[]; uses?: Record<string, unknown>[] }>>;

const tableOf = (rows: readonly Record<string, unknown>[], dates: readonly string[]) => {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => ({ name, type: dates.includes(name) ? 'datetime' : 'string' }));
  return { tables: [{ name: 'PrimaryResult', columns, rows: rows.map((row) => names.map((name) => row[name])) }] };
};

const missing = (table: Table) => ({
  error: {
    code: 'BadArgumentError',
    message: 'The request had some invalid properties',
    innererror: {
      code: 'SemanticError',
      innererror: {
        code: 'SEM0100',
        message: `'extend' operator: Failed to resolve table or column expression named '${table}'`,
      },
    },
  },
});

/** A workspace at the wire. */
const wire = (answers: Answers, how: { status?: number; body?: unknown } = {}) => {
  const sent: { url: string; body: { query: string; timespan: string } }[] = [];
  const answerTo = (query: string) => {
    const table: Table = query.startsWith('AZKV') ? 'AZKVAuditLogs' : 'AzureDiagnostics';
    const { hours, uses = [] } = answers[table] ?? {};
    if (!hours) return { status: 400, body: missing(table) };
    const body = query.includes('bin(')
      ? tableOf(
          hours.map((time) => ({ hour: time, first: time, last: time })),
          ['hour', 'first', 'last'],
        )
      : tableOf(uses, ['last']);
    return { status: 200, body };
  };
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest) {
      const body = JSON.parse(typeof request.body === 'string' ? request.body : '');
      sent.push({ url: request.url, body });
      const { status, body: answer } = { ...answerTo(body.query), ...how };
      return { request, status, headers: createHttpHeaders(), bodyAsText: JSON.stringify(answer) };
    },
  };
  return { sent, httpClient };
};

const scopes: string[] = [];
const logOf = (
  httpClient: HttpClient,
  { cloud = 'public' as const, policy = aPolicy({ auditLogs: [{ workspace }] }) } = {},
) =>
  auditLogIn({
    cloud: cloudOf({ cloud }),
    credential: {
      getToken: async (scope) => {
        scopes.push(String(scope));
        return { token: 't', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    policy: async () => policy,
    ownIdentities: [principal('rewrap')],
    httpClient,
  });

const every12Hours = ['2027-02-26T13:00:00Z', '2027-02-27T12:00:00Z', '2027-02-28T11:00:00Z', '2027-03-01T11:00:00Z'];
const id = `${ledger}/${versionId('b')}`;
const newShape = (how: Record<string, unknown> = {}) => ({
  OperationName: 'KeyUnwrap',
  id,
  uri: `${id}/unwrapkey?api-version=7.4`,
  identity: JSON.stringify({
    claim: { oid: principal('bus'), appid: principal('app'), xms_mirid: '/Subscriptions/1/Bus' },
  }),
  status: '200',
  signature: 'OK',
  uses: 7,
  last: '2027-03-01T10:30:00Z',
  addresses: '["10.0.0.4"]',
  ...how,
});
const usesIn = (reading: LogReading) => (reading.is === 'read' ? reading.uses : []);

describe('the audit log in Log Analytics', () => {
  it('reads the table of its own, in the time asked for, with a token for the service', async () => {
    const { sent, httpClient } = wire({
      AZKVAuditLogs: { hours: every12Hours, uses: [{ ...newShape(), addresses: ['10.0.0.4'] }] },
    });
    const reading = await logOf(httpClient).read(ledger, span);
    expect(reading).toEqual({
      is: 'read',
      span,
      newest: new Date('2027-03-01T11:00:00Z'),
      gaps: [],
      uses: [
        {
          operation: 'unwrap',
          version: versionId('b'),
          by: { principal: principal('bus'), appId: principal('app'), resource: '/subscriptions/1/bus', own: false },
          addresses: ['10.0.0.4'],
          outcome: 'done',
          count: 7,
          last: '2027-03-01T10:30:00.000Z',
        },
      ],
    });
    expect(sent[0]?.url).toBe(`https://api.loganalytics.io/v1/workspaces/${workspace}/query`);
    expect(sent[0]?.body.timespan).toBe('2027-02-26T12:00:00.000Z/2027-03-01T12:00:00.000Z');
    expect(scopes).toContain('https://api.loganalytics.io/.default');
  });

  it('reads the table of all services too', async () => {
    const row = {
      OperationName: 'KeyWrap',
      id: '',
      uri: `${id}/wrapkey`,
      oid: principal('bus').toUpperCase(),
      appid: '',
      upn: 'Nadia@Halden.example',
      mirid: '',
      status: '200.0',
      signature: 'OK',
      uses: '2',
      last: '2027-03-01T10:00:00Z',
      addresses: [],
    };
    const { httpClient } = wire({ AzureDiagnostics: { hours: every12Hours, uses: [row] } });
    expect(usesIn(await logOf(httpClient).read(ledger, span))).toEqual([
      expect.objectContaining({
        operation: 'wrap',
        version: versionId('b'),
        by: { principal: principal('bus'), name: 'nadia@halden.example', own: false },
        count: 2,
      }),
    ]);
  });

  it.each<[string, Record<string, unknown>, object]>([
    [
      'a claim under its long name',
      { identity: '{"claim":{"http://schemas.microsoft.com/identity/claims/objectidentifier":"X"}}' },
      { by: { principal: 'x', own: false } },
    ],
    ['claims that lie at the top', { identity: '{"oid":"x"}' }, { by: { principal: 'x', own: false } }],
    ['an identity that is no JSON', { identity: 'nobody' }, { by: { own: false } }],
    [
      'our own identity',
      { identity: JSON.stringify({ claim: { oid: principal('rewrap') } }) },
      { by: { principal: principal('rewrap'), own: true } },
    ],
    ['a call that was forbidden', { status: '403', signature: 'Forbidden' }, { outcome: 'denied' }],
    ['a call that was forbidden, told by words only', { status: '', signature: 'Forbidden' }, { outcome: 'denied' }],
    ['a call that was throttled', { status: '429', signature: '' }, { outcome: 'failed' }],
    ['a backup', { OperationName: 'KeyBackup', id: ledger, uri: `${ledger}/backup` }, { operation: 'backup' }],
    [
      'a restore',
      { OperationName: 'KeyRestore', id: ledger, uri: 'https://payments.vault.azure.net/keys/restore' },
      { operation: 'restore' },
    ],
  ])('understands %s', async (_, how, seen) => {
    const { httpClient } = wire({ AZKVAuditLogs: { hours: every12Hours, uses: [newShape(how)] } });
    expect(usesIn(await logOf(httpClient).read(ledger, span))).toEqual([expect.objectContaining(seen)]);
  });

  it('leaves out a key whose name begins alike, and counts alike rows together', async () => {
    const uses = [
      newShape(),
      newShape({ id: '', last: '2027-03-01T11:00:00Z' }),
      newShape({ id: `${ledger}s/${versionId('b')}`, uri: '' }),
    ];
    const { httpClient } = wire({ AZKVAuditLogs: { hours: every12Hours, uses } });
    expect(usesIn(await logOf(httpClient).read(ledger, span))).toEqual([
      expect.objectContaining({ count: 14, last: '2027-03-01T11:00:00.000Z' }),
    ]);
  });

  it('says where the log tells nothing: before its first event, in between, and since its last', async () => {
    const { httpClient } = wire({ AZKVAuditLogs: { hours: ['2027-02-27T13:00:00Z', '2027-03-01T09:00:00Z'] } });
    const reading = await logOf(httpClient).read(ledger, span);
    expect(reading).toMatchObject({
      gaps: [
        { from: span.from, to: new Date('2027-02-27T13:00:00Z') },
        { from: new Date('2027-02-27T13:00:00Z'), to: new Date('2027-03-01T09:00:00Z') },
        { from: new Date('2027-03-01T09:00:00Z'), to: span.to },
      ],
    });
  });

  it.each<[string, ReturnType<typeof wire>, RegExp]>([
    ['neither table is there', wire({}), /holds no event of https:\/\/payments/],
    ['the vault logged nothing', wire({ AZKVAuditLogs: { hours: [] } }), /holds no event/],
    [
      'the right to read is missing',
      wire({}, { status: 403, body: { error: { code: 'InsufficientAccessError', message: 'No access' } } }),
      /could not be read: No access/,
    ],
    [
      'the answer was cut short',
      wire(
        {},
        { status: 200, body: { ...tableOf([], []), error: { code: 'PartialError', message: 'too many rows' } } },
      ),
      /in part only: too many rows/,
    ],
    ['a row is not shaped as expected', wire({ AZKVAuditLogs: { hours: ['yesterday'] } }), /could not be read/],
  ])('is unavailable, and says so, when %s', async (_, { httpClient }, why) => {
    expect(await logOf(httpClient).read(ledger, span)).toEqual({
      is: 'unavailable',
      declared: true,
      because: expect.stringMatching(why),
    });
  });

  it('asks nobody when the policy names no log for the vault', async () => {
    const { sent, httpClient } = wire({});
    const policy = aPolicy({ auditLogs: [{ workspace, vaults: ['https://other.vault.azure.net'] }] });
    const reading = await logOf(httpClient, { policy }).read(KeyUrl.parse(ledger), span);
    expect(reading).toMatchObject({ is: 'unavailable', declared: false });
    expect(sent).toEqual([]);
  });
});
