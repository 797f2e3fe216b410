import type { Priority } from './contract.ts';

/** What a ticket copies from its priority, so that its deadlines need only its own row. */
export const priorityColumns = ({ code, weight, responseMinutes, resolutionMinutes }: Priority) => ({
  priority: code,
  priorityWeight: weight,
  responseMs: responseMinutes * 60_000,
  resolutionMs: resolutionMinutes * 60_000,
});
