import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudName } from '../../../shared/azure/clouds';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import { PolicyInvalid } from '../../../shared/policy/policy-errors';

const mistakesIn = (text: string, cloud?: CloudName) => {
  try {
    parsePolicy(text, cloud);
  } catch (problem) {
    if (problem instanceof PolicyInvalid) return problem.mistakes;
    throw problem;
  }
  return [];
};

describe('parsePolicy', () => {
  it('accepts the policy that ships with the product', () => {
    const text = readFileSync(join(__dirname, '../../../policy.yaml'), 'utf8');
    expect(parsePolicy(text).classes.map(({ name }) => name)).toEqual(['standard', 'critical']);
  });

  it('names line and column of every mistake at once', () => {
    const text = [
      'scope:',
      '  subscriptions: []',
      '  vaults: [http://payments]',
      'clases: []',
      'classes:',
      '  - name: all',
      '    cryptoperiod: a year',
    ].join('\n');
    expect(mistakesIn(text)).toEqual([
      { line: 3, column: 12, message: expect.stringMatching(/^scope\.vaults\.0: expected the URL of a vault/) },
      { line: 7, column: 19, message: expect.stringMatching(/^classes\.0\.cryptoperiod: expected an ISO 8601/) },
      { line: 4, column: 9, message: 'unknown field "clases"' },
    ]);
  });

  it('refuses a signature in the address of a container, which would stand in records and alerts', () => {
    const text = [
      "scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }",
      "applicationData: [{ container: 'https://shop.blob.core.windows.net/orders?sig=secret' }]",
      'classes: [{ name: all, cryptoperiod: P1Y }]',
    ].join('\n');
    expect(mistakesIn(text)).toEqual([
      { line: 2, column: expect.any(Number), message: expect.not.stringContaining('secret') },
    ]);
  });

  it.each([
    ['yes', /expected exactly these words: I accept/],
    ['true', /expected exactly these words/],
    ['I accept that an old version is disabled although a dependent may still need it', undefined],
  ])('takes an assumed move for enough only in full words, not as "%s"', (words, mistake) => {
    const text = [
      "scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }",
      `classes: [{ name: all, cryptoperiod: P1Y, acceptAssumed: ${words} }]`,
    ].join('\n');
    const expected = { line: 2, column: expect.any(Number), message: expect.stringMatching(mistake ?? /./) };
    expect(mistakesIn(text)).toEqual(mistake ? [expected] : []);
  });

  it('points at what surrounds a missing field', () => {
    const text = 'scope:\n  subscriptions: []\nclasses:\n  - name: all\n    cryptoperiod: P1Y\n';
    expect(mistakesIn(text)).toEqual([{ line: 2, column: 3, message: expect.stringMatching(/^scope\.vaults: /) }]);
  });

  it.each([
    ['an empty text', '', 1],
    ['a text that is no YAML', 'scope: [', 1],
    ['a field given twice', 'scope: {}\nscope: {}', 2],
    ['two documents', 'scope: {}\n---\nscope: {}', 2],
    ['a bare asterisk', 'scope: {}\nclasses: [*]', 2],
  ])('refuses %s and says where', (_, text, line) => {
    expect(mistakesIn(text)[0]).toMatchObject({ line });
  });

  it.each([
    ['a notice that fills the cryptoperiod', 'cryptoperiod: P30D', /notice/],
    ['an expiry within the notice', 'cryptoperiod: P1Y, expiresAfter: P20D', /expiresAfter/],
  ])('refuses %s, which would rotate for ever', (_, fields, where) => {
    const text = `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\nclasses: [{ name: all, ${fields} }]`;
    expect(mistakesIn(text)).toEqual([{ line: 2, column: expect.any(Number), message: expect.stringMatching(where) }]);
  });

  it.each(['grace', 'silence', 'overlap', 'notice', 'cryptoperiod'])('refuses a negative %s', (field) => {
    const text =
      `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\nclasses: [{ name: all, cryptoperiod: P1Y, ${field}: -P9D }]`.replace(
        'cryptoperiod: P1Y, cryptoperiod',
        'cryptoperiod',
      );
    expect(mistakesIn(text)).toContainEqual({
      line: 2,
      column: expect.any(Number),
      message: expect.stringMatching(`^classes.0.${field}: expected an ISO 8601 duration`),
    });
  });

  it.each(['from: "24:30", to: "04:00", timeZone: UTC', 'from: "22:00", to: "04:00", timeZone: Mars/Olympus'])(
    'refuses a window that no clock shows: %s',
    (times) => {
      const window = `{ days: [mon], ${times} }`;
      const text = `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\nclasses: [{ name: all, cryptoperiod: P1Y, windows: [${window}] }]`;
      expect(mistakesIn(text)).toEqual([
        { line: 2, column: expect.any(Number), message: expect.stringMatching(/windows/) },
      ]);
    },
  );

  const rest = 'classes: [{ name: all, cryptoperiod: P1Y }]';

  it.each([
    [
      'a freeze that ends before it begins',
      'freezes: [{ name: f, from: 2027-01-04, to: 2026-12-19, timeZone: UTC }]',
      /later/,
    ],
    [
      'a freeze of a class that is not there',
      'freezes: [{ name: f, from: 2026-12-19, to: 2027-01-04, timeZone: UTC, classes: [al] }]',
      /"al"/,
    ],
    [
      'a freeze on a day that no calendar has, which would never hold',
      'freezes: [{ name: f, from: 2026-11-30, to: 2026-11-31, timeZone: UTC }]',
      /freezes\.0\.to: expected a date/,
    ],
    ['a waiver without an end', 'waivers: [{ rule: rotation, match: {}, reason: r, owner: o }]', /until/],
    [
      'a waiver of what nobody may waive',
      'waivers: [{ rule: proof, match: {}, reason: r, owner: o, until: 2027-01-01 }]',
      /rule/,
    ],
  ])('refuses %s', (_, line, message) => {
    const text = `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\n${line}\n${rest}`;
    expect(mistakesIn(text)).toEqual([
      { line: 2, column: expect.any(Number), message: expect.stringMatching(message) },
    ]);
  });

  it('refuses two classes of one name, since freezes and pauses name them', () => {
    const text = `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\nclasses: [{ name: all, cryptoperiod: P1Y },\n  { name: all, cryptoperiod: P2Y }]`;
    expect(mistakesIn(text)).toEqual([
      { line: 3, column: 11, message: expect.stringMatching(/found "all" once more/) },
    ]);
  });

  it('refuses a subscription by its name, which nothing would be found in', () => {
    const text = `scope: { subscriptions: [production], vaults: ['https://a.vault.azure.net'] }\n${rest}`;
    expect(mistakesIn(text)).toEqual([{ line: 1, column: 26, message: expect.stringMatching(/id of a subscription/) }]);
  });

  it('refuses a policy for another cloud than the one it runs in, and says where', () => {
    const text = `scope: { subscriptions: [], vaults: ['https://a.vault.azure.cn'], cloud: china }\n${rest}`;
    expect(mistakesIn(text)).toEqual([]);
    expect(mistakesIn(text, 'china')).toEqual([]);
    expect(mistakesIn(text, 'public')).toEqual([
      { line: 1, column: 74, message: 'scope.cloud: expected public, which this app runs in, found china' },
    ]);
  });

  it('writes vaults in one form', () => {
    const text =
      'scope: { subscriptions: [], vaults: ["https://Payments.vault.azure.net:443/"] }\nclasses: [{ name: all, cryptoperiod: P1Y }]';
    expect(parsePolicy(text).scope.vaults).toEqual(['https://payments.vault.azure.net']);
  });
});
