#!/bin/sh
# Switches events on, once the app is published. The Azure Developer CLI runs it after "azd deploy", with the outputs of
# main.bicep in its environment; it does no harm to run it again.
set -eu

az deployment sub create --name "rewrap-events-$AZURE_ENV_NAME" --location "$AZURE_LOCATION" \
  --subscription "$AZURE_SUBSCRIPTION_ID" --template-file infra/events.bicep --parameters \
  environmentName="$AZURE_ENV_NAME" functionAppId="$REWRAP_FUNCTION_APP_ID" \
  stateAccount="$REWRAP_STATE_ACCOUNT" eventDelivery="$REWRAP_EVENT_DELIVERY" \
  selfTestTopic="$REWRAP_SELF_TEST_TOPIC_NAME" roleChanges="${REWRAP_ROLE_CHANGES:-true}" --output none
echo "Events of the vaults in infra/estate.json are delivered, and those of the daily self-test."
