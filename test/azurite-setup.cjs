const { offerAzurite } = require('./azurite.ts');

/** Jest's global setup: every worker learns where to ask for Azurite. */
module.exports = async () => {
  const azurite = await offerAzurite();
  process.env.AZURITE_OFFER = azurite.url;
  globalThis.stopAzurite = azurite.stop;
};
