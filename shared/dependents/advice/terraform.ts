/** Where Terraform's azurerm provider keeps a reference. */
export interface TerraformArgument {
  readonly resource: string;
  /** Dots lead into blocks. */
  readonly argument: string;
  /** What it takes: the key's URL with version, its version alone, or a list of such URLs. */
  readonly takes: 'key-uri' | 'version' | 'key-uris';
}

const uri = (resource: string, argument = 'key_vault_key_id'): TerraformArgument => ({
  resource,
  argument,
  takes: 'key-uri',
});

/**
 * By resource type, in lower case. Names of azurerm 4.55.0, read from the types of @cdktf/provider-azurerm 14.23.1. Types that
 * are not here are written by providers of other names, or were not looked up.
 */
const byType: Readonly<Record<string, readonly TerraformArgument[]>> = {
  'microsoft.appconfiguration/configurationstores': [
    uri('azurerm_app_configuration', 'encryption.key_vault_key_identifier'),
  ],
  'microsoft.automation/automationaccounts': [uri('azurerm_automation_account', 'encryption.key_vault_key_id')],
  'microsoft.batch/batchaccounts': [uri('azurerm_batch_account', 'encryption.key_vault_key_id')],
  'microsoft.cache/redisenterprise': [uri('azurerm_managed_redis', 'customer_managed_key.key_vault_key_id')],
  'microsoft.cognitiveservices/accounts': [
    uri('azurerm_cognitive_account_customer_managed_key'),
    uri('azurerm_cognitive_account', 'customer_managed_key.key_vault_key_id'),
  ],
  'microsoft.compute/diskencryptionsets': [uri('azurerm_disk_encryption_set')],
  'microsoft.containerinstance/containergroups': [uri('azurerm_container_group')],
  'microsoft.containerregistry/registries': [uri('azurerm_container_registry', 'encryption.key_vault_key_id')],
  'microsoft.containerservice/managedclusters': [
    uri('azurerm_kubernetes_cluster', 'key_management_service.key_vault_key_id'),
  ],
  'microsoft.databricks/workspaces': [
    uri('azurerm_databricks_workspace', 'managed_services_cmk_key_vault_key_id'),
    uri('azurerm_databricks_workspace', 'managed_disk_cmk_key_vault_key_id'),
    uri('azurerm_databricks_workspace_root_dbfs_customer_managed_key'),
  ],
  'microsoft.datafactory/factories': [
    uri('azurerm_data_factory', 'customer_managed_key_id'),
    uri('azurerm_data_factory_customer_managed_key', 'customer_managed_key_id'),
  ],
  'microsoft.dataprotection/backupvaults': [uri('azurerm_data_protection_backup_vault_customer_managed_key')],
  'microsoft.dbformysql/flexibleservers': [
    uri('azurerm_mysql_flexible_server', 'customer_managed_key.key_vault_key_id'),
    uri('azurerm_mysql_flexible_server', 'customer_managed_key.geo_backup_key_vault_key_id'),
  ],
  'microsoft.dbforpostgresql/flexibleservers': [
    uri('azurerm_postgresql_flexible_server', 'customer_managed_key.key_vault_key_id'),
    uri('azurerm_postgresql_flexible_server', 'customer_managed_key.geo_backup_key_vault_key_id'),
  ],
  'microsoft.elasticsan/elasticsans/volumegroups': [
    uri('azurerm_elastic_san_volume_group', 'encryption.key_vault_key_id'),
  ],
  'microsoft.eventhub/namespaces': [
    {
      resource: 'azurerm_eventhub_namespace_customer_managed_key',
      argument: 'key_vault_key_ids',
      takes: 'key-uris',
    },
  ],
  'microsoft.healthcareapis/workspaces/dicomservices': [uri('azurerm_healthcare_dicom_service', 'encryption_key_url')],
  'microsoft.kusto/clusters': [
    { resource: 'azurerm_kusto_cluster_customer_managed_key', argument: 'key_version', takes: 'version' },
  ],
  'microsoft.machinelearningservices/workspaces': [uri('azurerm_machine_learning_workspace', 'encryption.key_id')],
  'microsoft.netapp/netappaccounts': [uri('azurerm_netapp_account_encryption', 'encryption_key')],
  'microsoft.operationalinsights/clusters': [uri('azurerm_log_analytics_cluster_customer_managed_key')],
  'microsoft.recoveryservices/vaults': [uri('azurerm_recovery_services_vault', 'encryption.key_id')],
  'microsoft.servicebus/namespaces': [
    uri('azurerm_servicebus_namespace', 'customer_managed_key.key_vault_key_id'),
    uri('azurerm_servicebus_namespace_customer_managed_key'),
  ],
  'microsoft.sql/managedinstances': [uri('azurerm_mssql_managed_instance_transparent_data_encryption')],
  'microsoft.sql/servers': [
    uri('azurerm_mssql_server_transparent_data_encryption'),
    uri('azurerm_mssql_server', 'transparent_data_encryption_key_vault_key_id'),
  ],
  'microsoft.sql/servers/databases': [uri('azurerm_mssql_database', 'transparent_data_encryption_key_vault_key_id')],
  'microsoft.storage/storageaccounts': [
    { resource: 'azurerm_storage_account_customer_managed_key', argument: 'key_version', takes: 'version' },
    uri('azurerm_storage_account', 'customer_managed_key.key_vault_key_id'),
  ],
  'microsoft.storage/storageaccounts/encryptionscopes': [uri('azurerm_storage_encryption_scope')],
};

/** The arguments that may hold the reference of a resource of the type; whichever the owner's code uses is to be changed. */
export const terraformOf = (type: string): readonly TerraformArgument[] => byType[type.toLowerCase()] ?? [];
