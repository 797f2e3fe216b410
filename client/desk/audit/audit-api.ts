import type { Topic } from '../../../server/audit/contract.ts';
import { request } from '../../shared/request.ts';
import { inDays } from '../../shared/wall-clock.ts';

export interface Filters {
  /** The id of a person, `nobody`, or empty for everybody. */
  actor: string;
  topic: Topic | '';
  about: string;
  /** Only the last days; 0 for all. */
  days: number;
  signIns: boolean;
}

function parametersOf({ actor, topic, about, days, signIns }: Filters, now: number): string[][] {
  return [
    ...(actor ? [['actor', actor]] : []),
    ...(topic ? [['topic', topic]] : []),
    ...(about.trim() ? [['about', about.trim()]] : []),
    ...(days > 0 ? [['since', String(inDays(now, 1 - days, 0))]] : []),
    ...(signIns ? [['signIns', 'true']] : []),
  ];
}

export const auditApi = {
  page: (filters: Filters, { now, cursor }: { now: number; cursor: string | null }) =>
    request(
      'GET',
      `/audit?${new URLSearchParams([...parametersOf(filters, now), ...(cursor ? [['cursor', cursor]] : [])])}`,
    ),
  /** The browser's own download could not ask who is there. */
  proveForExport: () => request('GET', '/me/proof'),
  /** An address for the browser, which saves the file while it arrives. */
  exportAddress: (filters: Filters, { now, format }: { now: number; format: 'csv' | 'ndjson' }) =>
    `/api/audit/export?${new URLSearchParams([['format', format], ...parametersOf(filters, now)])}`,
};
