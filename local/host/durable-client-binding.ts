/** Stands for the key that Azure puts into every management URL. Nothing asks for it here; it must turn up nowhere else. */
export const systemKey = 'the-system-key-of-the-local-host';

/** What a durable client is made from, as JSON text. Source: the .NET extension; `rpcBaseUrl` must end in a slash. */
export function durableClientBinding(origin: string, hub: string): string {
  const base = `${origin}/runtime/webhooks/durabletask`;
  const query = `taskHub=${hub}&connection=Storage&code=${systemKey}`;
  const instance = `${base}/instances/INSTANCEID`;
  return JSON.stringify({
    taskHubName: hub,
    creationUrls: {
      createNewInstancePostUri: `${base}/orchestrators/{functionName}[/{instanceId}]?${query}`,
      createAndWaitOnNewInstancePostUri: `${base}/orchestrators/{functionName}[/{instanceId}]?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${query}`,
    },
    managementUrls: {
      id: 'INSTANCEID',
      statusQueryGetUri: `${instance}?${query}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
      terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
      rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
      purgeHistoryDeleteUri: `${instance}?${query}`,
      restartPostUri: `${instance}/restart?${query}`,
      suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
      resumePostUri: `${instance}/resume?reason={text}&${query}`,
    },
    baseUrl: base,
    requiredQueryStringParameters: query,
    rpcBaseUrl: `${origin}/durabletask/`,
  });
}
