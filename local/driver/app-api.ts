import * as z from 'zod';

const Started = z.object({
  rotations: z.array(z.object({ id: z.string(), key: z.string(), statusUrl: z.string() })),
  refused: z.array(z.object({ key: z.string(), code: z.string() })),
});

const Plans = z.object({
  plans: z.array(z.looseObject({ key: z.string(), dependents: z.looseObject({ total: z.int() }) })),
});

const Problem = z.looseObject({ code: z.string() });

const Buckets = z.object({
  buckets: z.array(z.looseObject({ bucket: z.string(), throttled: z.int(), putOff: z.int() })),
});

export interface Emergency {
  readonly keys: readonly string[];
  readonly reason: string;
  readonly incidentId: string;
  readonly mode?: 'new-version' | 'clean-vault' | 're-encrypt';
  readonly takeBackupRights?: boolean;
}

/** The app's HTTP API as a person with this token calls it. */
export function appApi(appUrl: string, token: string) {
  const post = async (path: string, body: object, expected: number): Promise<unknown> => {
    const response = await fetch(`${appUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status === expected) return JSON.parse(text);
    throw new Error(`Expected ${path} to answer ${expected}, found ${response.status}: ${text}`);
  };

  return {
    /** The limits of Azure, as the app keeps to them. */
    async pacing() {
      const response = await fetch(`${appUrl}/api/pacing`, { headers: { authorization: `Bearer ${token}` } });
      return Buckets.parse(await response.json()).buckets;
    },
    async startRotation(rotation: { key: string; reason: string }) {
      return Started.parse(await post('/api/rotations', rotation, 202));
    },
    async planEmergency(emergency: Emergency) {
      const { plans } = Plans.parse(await post('/api/emergency-rotations', { ...emergency, dryRun: true }, 200));
      return plans;
    },
    /** Why it is refused as long as nobody says more. */
    async refusedEmergency(emergency: Emergency) {
      return Problem.parse(await post('/api/emergency-rotations', emergency, 409)).code;
    },
    async startEmergency(emergency: Emergency) {
      return Started.parse(await post('/api/emergency-rotations', emergency, 202));
    },
  };
}
