/** Where an incident is looked at. */
export const incidentPath = (id: string): string => `/api/incidents/${encodeURIComponent(id)}`;
