import type { Ailment } from '../../shared/doctor/diagnosis';
import type { Doctor } from '../../shared/doctor/doctor';

/** A doctor who finds what a test plants. */
export const fakeDoctor = ({ now }: { now: () => Date }): Doctor & { planted: Ailment[]; refused: Ailment[] } => {
  const planted: Ailment[] = [];
  /** Rights that vaults refuse. */
  const refused: Ailment[] = [];
  return {
    planted,
    refused,
    rightsMissingAt: async () => structuredClone(refused),
    lookAtStandby: async () => structuredClone(planted),
    examine: async () => ({
      asOf: now().toISOString(),
      well: planted.length === 0,
      checks: ['policy'],
      findings: structuredClone(planted),
    }),
  };
};
