import { standbyNotReady } from '../alerts/standby-wording';
import type { World } from '../world';

/** Has people hear which clean vaults are not ready, vault by vault: until they are needed nobody else notices. */
export async function tellOfStandby({ doctor, alerts, now }: Pick<World, 'doctor' | 'alerts' | 'now'>): Promise<void> {
  const found = (await doctor.lookAtStandby()).filter(({ severity }) => severity !== 'info');
  for (const subject of new Set(found.map((each) => each.subject))) {
    const about = found.filter((each) => each.subject === subject);
    await alerts.raise(standbyNotReady(subject, about, now()));
  }
}
