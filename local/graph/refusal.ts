/** What Microsoft Graph says when it does not answer as asked. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 410,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const notThere = (what: string): Refusal =>
  new Refusal(404, 'Request_ResourceNotFound', `Resource '${what}' does not exist or one of its queried references.`);
