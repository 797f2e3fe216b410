import { setImmediate } from 'node:timers/promises';
import type { Db } from '../../db/database.ts';
import { type AuditFilters, type AuditLine, type FORMATS, sentenceOf } from './contract.ts';
import { pageOfAudit } from './queries.ts';

/** A page is read and written in a few milliseconds; between two of them other requests run. */
const LINES_AT_ONCE = 200;

/** Reads page by page, so that a log of any length takes the memory of one page. */
export async function* exportedAudit(
  db: Db,
  filters: AuditFilters,
  format: (typeof FORMATS)[number],
): AsyncGenerator<Buffer<ArrayBuffer>> {
  // A spreadsheet reads a file without this mark in the encoding of its machine.
  if (format === 'csv') yield Buffer.from(`\uFEFF${row(COLUMNS.map(([name]) => name))}`);
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof pageOfAudit>> = await pageOfAudit(db, {
      ...filters,
      cursor,
      limit: LINES_AT_ONCE,
    });
    const lines = page.items.map(format === 'csv' ? csvLine : (line) => `${JSON.stringify(line)}\n`);
    if (lines.length > 0) yield Buffer.from(lines.join(''));
    cursor = page.next ?? undefined;
    await setImmediate();
  } while (cursor);
}

const json = (value: object | null) => (value && Object.keys(value).length > 0 ? JSON.stringify(value) : '');

const COLUMNS: [string, (line: AuditLine) => string | number | null][] = [
  ['id', ({ id }) => id],
  ['time', ({ at }) => new Date(at).toISOString()],
  ['actor', ({ actor }) => actor?.name ?? null],
  ['actor_id', ({ actor }) => actor?.id ?? null],
  ['did', ({ action, target }) => sentenceOf(action).join(target?.name ?? target?.id ?? '')],
  ['action', ({ action }) => action],
  ['topic', ({ topic }) => topic],
  ['target', ({ target }) => target?.name ?? null],
  ['target_id', ({ target }) => target?.id ?? null],
  ['before', ({ before }) => json(before)],
  ['after', ({ after }) => json(after)],
  ['details', ({ data }) => json(data)],
  ['via', ({ via }) => via],
  ['credential_id', ({ credentialId }) => credentialId],
  ['request_id', ({ requestId }) => requestId],
  ['address', ({ address }) => address],
];

const csvLine = (line: AuditLine) => row(COLUMNS.map(([, read]) => read(line)));

/** RFC 4180. */
const row = (values: (string | number | null)[]) => `${values.map(cell).join(',')}\r\n`;

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, also after blanks. An apostrophe makes it a text.
 */
const FORMULA = /^[\s\u00A0]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
