export const fields = [{ name: 'id', type: 'Edm.String', key: true, retrievable: true }];

/** An object of each kind, without its name and key. */
export const searchObjects = {
  indexes: { fields, vectorSearch: { profiles: [{ name: 'p', algorithm: 'hnsw' }] }, semantic: null },
  synonymmaps: { format: 'solr', synonyms: 'a => b' },
  indexers: { dataSourceName: 'orders', targetIndexName: 'orders', schedule: { interval: 'PT1H' } },
  datasources: {
    type: 'azureblob',
    credentials: { connectionString: 'AccountKey=planted-secret' },
    container: { name: 'orders', query: null },
  },
  skillsets: { skills: [{ '@odata.type': '#Microsoft.Skills.Text.SplitSkill', context: '/document' }] },
} as const;
