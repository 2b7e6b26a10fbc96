import { Approval } from '../rotations/approval';
import type { Approvals } from '../world';
import { change, type Address, type Rows } from './rows';

const addressOf = (rotationId: string, digest: string): Address => ({ partition: rotationId, row: digest });

/** One row for each plan that was asked about; the first decision stays. */
export const approvalStore = (rows: Rows<Approval>): Approvals => ({
  ask: (question) => change(rows, addressOf(question.rotationId, question.digest), (stored) => stored ?? question),
  decide: (rotationId, digest, decision) =>
    change(rows, addressOf(rotationId, digest), (stored) => stored && { decision, ...stored }),
});
