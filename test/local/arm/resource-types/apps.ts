import { keyUrl } from '../estate';
import { inParts, vaultUri, withProperties, type TypeCase } from './type-case';

const peak = (version?: string) => ({
  encryption: {
    keyUrl: keyUrl(version),
    identity: { type: 'UserAssigned', resourceId: '/subscriptions/s/identities/load' },
  },
});

const nurse = (version?: string) => ({
  keyVaultProperties: { ...inParts(version), userIdentity: '/subscriptions/s/identities/bot' },
});

const bot = (version?: string) => ({
  displayName: 'Desk',
  endpoint: 'https://desk.example/api/messages',
  msaAppId: 'app-id',
  isCmekEnabled: true,
  cmekKeyVaultUrl: keyUrl(version),
});

const cloud = (version = '') => ({
  encryption: {
    status: 'Enabled',
    keyVaultProperties: { keyVaultUrl: vaultUri, keyName: 'ledger', keyVersion: version },
  },
});

/** What people and programs work with. */
export const apps: readonly TypeCase[] = [
  {
    type: 'Microsoft.LoadTestService/loadTests',
    apiVersion: '2022-12-01',
    properties: peak,
    body: withProperties(peak),
    status: 202,
    tells: ['operation'],
    named: 'encryption.keyUrl',
    versionless: 'stays',
  },
  {
    type: 'Microsoft.HealthBot/healthBots',
    apiVersion: '2024-02-01',
    properties: nurse,
    body: withProperties(nurse),
    status: 200,
    named: 'keyVaultProperties.keyVersion',
    versionless: 60,
  },
  {
    type: 'Microsoft.BotService/botServices',
    apiVersion: '2022-09-15',
    properties: bot,
    body: withProperties(bot),
    status: 200,
    named: 'cmekKeyVaultUrl',
    versionless: 'refused',
  },
  {
    type: 'Microsoft.AVS/privateClouds',
    apiVersion: '2023-03-01',
    properties: cloud,
    body: withProperties(cloud),
    status: 202,
    named: 'encryption.keyVaultProperties.keyVersion',
    versionless: 10,
    tellsWhileFollowing: 'encryption.keyVaultProperties.autoDetectedKeyVersion',
  },
];
