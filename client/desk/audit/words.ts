import type { Action, Area } from '../../../server/people/contract.ts';
import { wordsOf } from '../../shared/words.ts';
import { ACTIONS, AREAS } from '../roles/rights-names.ts';
import { t as roleWords } from '../roles/words.ts';

const en = {
  title: 'Audit log',
  intro: 'Who changed what, before and after. Nobody can edit or delete a line. Messages and notes are never in it.',
  who: 'Who',
  everybody: 'Everybody',
  nobody: 'Nobody signed in',
  area: 'Area',
  everyArea: 'Every area',
  period: 'Period',
  ever: 'Any time',
  today: 'Today',
  days: 'Last {{ n }} days',
  find: 'Ticket number, or id of a person, thing or request',
  findShort: 'Ticket number or id',
  without: 'Sign-ins and first visits are left out.',
  with: 'Sign-ins and first visits are included.',
  showSignIns: 'Show them too',
  hideSignIns: 'Leave them out',
  csv: 'Download CSV',
  ndjson: 'NDJSON',
  trail: 'Lines of the audit log',
  none: 'No line matches.',
  more: 'Show earlier lines',
  failed: 'The log could not be loaded.',
  again: 'Try again',
  became: 'became',
  edited: 'changed',
  server: 'The server',
  shell: 'The shell',
  stranger: 'Somebody who was not signed in',
  unnamed: 'a person without a name',
  byToken: 'by a token',
  byVisitor: 'in the widget',
  request: '{{ short }}: show only the lines of this request',
  from: 'from {{ address }}.…',
  yes: 'yes',
  no: 'no',
  nothing: 'none',
  values: { one: '{{ n }} value', other: '{{ n }} values' },
} as const;

export const t = wordsOf(en);

const FIELDS: Record<string, string> = {
  active: 'May sign in',
  autoAssign: 'Automatic assignment',
  capacity: 'Limit of tickets',
  customerId: 'Customer',
  base: 'List',
  method: 'Request',
  path: 'Address',
};

/** `firstResponse` → `First response`, for a field without a better name. */
export const fieldName = (field: string) => {
  const known = FIELDS[field];
  if (known) return known;
  const words = field
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

type Value = string | number | boolean | null | string[] | undefined;

/** `tickets.view`, `tickets.create` → `Tickets: see, add`, in the words of the page of a role. */
function rightsWords(rights: string[]): string {
  const nameOf = (area: Area) =>
    area === 'others_tickets'
      ? `${roleWords('areas.tickets.name')}, ${roleWords('every')}`
      : roleWords(`areas.${area}.name`);
  const given = (area: Area): Action[] => ACTIONS.filter((action) => rights.includes(`${area}.${action}`));
  return AREAS.filter((area) => given(area).length > 0)
    .map(
      (area) =>
        `${nameOf(area)}: ${given(area)
          .map((one) => roleWords(`heads.${one}`).toLowerCase())
          .join(', ')}`,
    )
    .join('; ');
}

/** Fields that hold the code of a role. */
const ROLES = ['role', 'replaceBy'];

/** `role` names a role by its code. */
export function fieldWords(field: string, value: Value, role: (code: string) => string): string {
  if (ROLES.includes(field) && typeof value === 'string') return role(value);
  if (field === 'rights' && Array.isArray(value)) return rightsWords(value) || t('nothing');
  return valueWords(value);
}

function valueWords(value: Value): string {
  if (value === undefined || value === null || value === '') return t('nothing');
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : t('nothing');
  return String(value);
}
