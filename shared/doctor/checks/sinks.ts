import { check } from '../check';
import type { Found } from '../diagnosis';
import type { SinkReport } from '../../alerts/sink-report';

const noSink: Found = {
  code: 'no-sink',
  subject: 'sinks',
  message: 'The policy names no sink: alerts are kept, and nobody hears them',
  nextStep: 'Name one under sinks in policy.yaml, then: npm run policy -- check policy.yaml',
  severity: 'warning',
};

const about = ({ name, failingSince, missing }: SinkReport): Found[] => [
  ...(missing.length === 0
    ? []
    : [
        {
          code: 'sink-incomplete',
          subject: name,
          message: `The sink ${name} gets nothing, because settings of the app are missing: ${missing.join(', ')}`,
          nextStep: `az functionapp config appsettings set --name <app> --resource-group <group> --settings ${missing.map((setting) => `${setting}=<value>`).join(' ')}`,
          severity: 'critical' as const,
        },
      ]),
  ...(failingSince === undefined
    ? []
    : [
        {
          code: 'sink-failing',
          subject: name,
          message: `The sink ${name} has taken nothing since ${failingSince}`,
          nextStep: 'Mend the receiver or its settings; what waits is tried again every hour at the latest.',
          severity: 'critical' as const,
        },
      ]),
];

/** Whether alerts reach anybody. */
export const sinks = check({
  name: 'sinks',
  gather: ({ sinks: reports }) => reports(),
  judge: (reports) => (reports.length === 0 ? [noSink] : reports.flatMap(about)),
});
