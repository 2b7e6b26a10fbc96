import * as z from 'zod';
import { Policy } from './policy';

/** JSON Schema of policy.yaml, with which editors check and complete it. */
export const policySchema = () => ({ title: 'Rewrap policy', ...z.toJSONSchema(Policy, { io: 'input' }) });
