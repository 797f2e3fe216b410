import type * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import { categoryList, priorityList, statusList } from '../ticket-fields/queries.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requireRight } from '../auth/policy.ts';
import { fold } from '../folding/contract.ts';
import { startOfDay } from '../hours/openness.ts';
import { invalid } from '../http/validate.ts';
import type { search as contract } from './contract.ts';
import { type ParsedQuery, parseQuery } from './operators.ts';
import type { Search } from './plan.ts';

/** Resolves the query of a ticket list. Notes are excluded: a list does not show where the match is. */
export async function resolveTicketQuery(
  db: Db,
  actor: Pick<Actor, 'id' | 'kind' | 'rights' | 'unscoped'>,
  { q, timeZone }: { q: string; timeZone: string | undefined },
): Promise<Search> {
  requireRight(actor, 'view', 'messages');
  const input = { q, timeZone, order: 'newest' as const, cursor: undefined, limit: 1, offset: 0 };
  const search = await resolveQuery(db, actor, input);
  return { ...search, actor: { ...search.actor, mayViewNotes: false } };
}

type Clock = Pick<v.InferOutput<typeof contract>, 'timeZone' | 'offset'>;

const refuse = (message: string) => invalid([{ message, path: ['q'] }]);

/** Resolves a typed query for this person. Throws 422 for a value that makes no sense. */
export async function resolveQuery(
  db: Db,
  actor: Pick<Actor, 'id' | 'kind' | 'rights' | 'unscoped'>,
  input: v.InferOutput<typeof contract>,
): Promise<Search> {
  requireRight(actor, 'view', 'tickets');
  const parsed = parseQuery(input.q, actor.kind);
  const { operators } = parsed;
  const onlyNotes = operators.is !== undefined || operators.in !== undefined;
  for (const value of [...(operators.is ?? []), ...(operators.in ?? [])])
    if (!/^notes?$/iu.test(value)) throw refuse('Write is:note or in:notes.');
  if (onlyNotes) requireRight(actor, 'view', 'notes');
  for (const value of operators.has ?? [])
    if (!/^(files?|attachments?)$/iu.test(value)) throw refuse('Write has:file.');
  if (isEmpty(parsed)) throw refuse('Write a word to look for.');

  return {
    actor: { id: actor.id, kind: actor.kind, mayViewNotes: can(actor, 'view', 'notes') },
    phrases: parsed.phrases,
    without: parsed.without,
    from: (operators.from ?? []).map(known),
    assignee: (operators.assignee ?? []).map(known),
    statuses: codesOf('status', operators.status, await statusList(db)),
    priorities: codesOf('priority', operators.priority, await priorityList(db)),
    categories: codesOf('category', operators.category, await categoryList(db)),
    onlyNotes,
    withFile: operators.has !== undefined,
    after: Math.max(0, ...(operators.after ?? []).map((day) => dayOf(day, input))),
    before: Math.min(Number.MAX_SAFE_INTEGER, ...(operators.before ?? []).map((day) => dayOf(day, input))),
    number: parsed.number,
    isCut: parsed.isCut,
    unknown: parsed.unknown,
    order: input.order,
    cursor: input.cursor ?? Number.MAX_SAFE_INTEGER,
    limit: input.limit,
  };
}

/** Excluded words alone are no query. */
const isEmpty = ({ phrases, operators, number }: ParsedQuery) =>
  phrases.length === 0 && number === null && Object.keys(operators).length === 0;

const NAMED = ['me', 'none', 'customer', 'staff'];
const known = (value: string) => (NAMED.includes(value.toLowerCase()) ? value.toLowerCase() : value);

/** By code or by name; null where the query has no such operator. */
function codesOf(field: string, values: string[] | undefined, list: { code: string; name: string }[]) {
  if (!values) return null;
  return values.map((value) => {
    const wanted = fold(value);
    const one = list.find(({ code, name }) => fold(code) === wanted || fold(name) === wanted);
    if (one) return one.code;
    const codes = list.map(({ code }) => code).join(', ');
    throw refuse(codes ? `There is no such ${field}. There are: ${codes}.` : `There is no ${field} here yet.`);
  });
}

/** The first millisecond of a day on the asker's clock. */
function dayOf(text: string, { timeZone, offset }: Clock): number {
  const at = /^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  if (!isDay) throw refuse('Write the day as in before:2026-01-31.');
  return timeZone === undefined ? at - offset * 60_000 : startOfDay(timeZone, at);
}
