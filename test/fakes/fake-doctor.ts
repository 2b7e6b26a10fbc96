import type { Ailment } from '../../shared/doctor/diagnosis';
import type { Doctor } from '../../shared/doctor/doctor';

/** A doctor who finds what a test plants. */
export const fakeDoctor = ({ now }: { now: () => Date }): Doctor & { planted: Ailment[] } => {
  const planted: Ailment[] = [];
  return {
    planted,
    examine: async () => ({
      asOf: now().toISOString(),
      well: planted.length === 0,
      checks: ['policy'],
      findings: structuredClone(planted),
    }),
  };
};
