#!/bin/sh
# Publishes the same package as the app for backups, where there is one. The Azure Developer CLI runs it after "azd deploy"; it
# does no harm to run it again.
set -eu

[ -n "${REWRAP_BACKUP_APP_NAME:-}" ] || exit 0
rm -f dist/backup-app.zip
(cd dist/app && zip -qr ../backup-app.zip .)
az functionapp deployment source config-zip --name "$REWRAP_BACKUP_APP_NAME" --resource-group "rewrap-$AZURE_ENV_NAME" \
  --subscription "$AZURE_SUBSCRIPTION_ID" --src dist/backup-app.zip --output none
echo "The app for backups is published."
