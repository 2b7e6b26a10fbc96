import { keys } from '../../../local/estate/keys';
import { policyText, sinkSettings } from '../../../local/estate/policy';
import { parsePolicy } from '../../../shared/policy/parse-policy';

const policy = parsePolicy(
  policyText({
    vaults: {
      payments: 'https://localhost:1',
      ledger: 'https://localhost:2',
      platform: 'https://localhost:3',
      treasury: 'https://localhost:4',
      standby: 'https://localhost:6',
    },
    otherVaults: ['https://localhost:8443'],
    otherSubscriptions: [],
    containers: ['http://127.0.0.1:10000/devstoreaccount1/card-statements'],
    tables: ['http://127.0.0.1:10002/devstoreaccount1/partnertokens'],
    topic: 'https://localhost:5/topic/api/events',
  }),
);

describe("the bank's policy.yaml", () => {
  it('is one that the app takes, with a vault of somebody else in its scope', () => {
    expect(policy.scope.vaults).toContain('https://localhost:8443');
    expect(policy.scope.vaults).toHaveLength(6);
  });

  it('names its imported keys', () => {
    const imported = keys
      .filter(({ versions }) => versions.some((version) => version.imported))
      .map(({ name }) => name);
    const declared = policy.classes
      .filter(({ origin }) => origin === 'imported')
      .flatMap(({ match }) => match.keys ?? []);
    expect(declared).toEqual(imported);
  });

  it('takes addresses and secrets of its sinks from settings', () => {
    const [webhook, topic] = policy.sinks;
    expect(webhook).toMatchObject({ urlSetting: sinkSettings.webhookUrl, secretSetting: sinkSettings.webhookSecret });
    expect(topic).toMatchObject({ keySetting: sinkSettings.topicKey });
  });
});
