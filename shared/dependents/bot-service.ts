import { armDependent } from './arm-dependent';

/**
 * Azure Bot. Its reference names a version. The service encrypts anew in its own time: the old version must stay for a week,
 * whatever the bot shows. The key is used by Microsoft's application "Bot Service CMEK Prod", not by an identity of the bot.
 * PATCH takes the model of a whole bot, so what that requires is repeated. Source: npm @azure/arm-botservice 4.0.0,
 * BotProperties, api-version 2022-09-15; bot-docs bot-service-encryption.
 */
export const botService = armDependent({
  type: 'Microsoft.BotService/botServices',
  apiVersion: '2022-09-15',
  references: [{ where: { style: 'uri', path: 'properties.cmekKeyVaultUrl' } }],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.displayName', 'properties.endpoint', 'properties.msaAppId', 'properties.isCmekEnabled'],
    },
  ],
  managedHsm: 'unverified',
  keepsOldVersionFor: [{ what: 'the encryption anew, for at least a week after the move', backups: false }],
  unverified: [
    'what the status of the encryption says meanwhile; it is not read',
    'that it takes a key of a Managed HSM',
  ],
  rights: ['Microsoft.BotService/botServices/read', 'Microsoft.BotService/botServices/write'],
});
