/** What each area of rights means in words, and which of its four rights do anything. */
import type { Action, Area, Rights, RoleKind } from '../../../server/people/contract.ts';
import { ACTIONS } from './rights-names.ts';
import { t } from './words.ts';

/** `others_tickets` has no line: it is part of that of tickets. */
export type LineArea = Exclude<Area, 'others_tickets'>;

const ALL = [...ACTIONS];
const OF_STAFF: Record<LineArea, readonly Action[]> = {
  tickets: ALL,
  messages: ALL,
  notes: ALL,
  saved_replies: ALL,
  people: ALL,
  roles: ALL,
  teams: ALL,
  settings: ALL,
  audit: ['view'],
};
const OF_CUSTOMERS: Partial<Record<LineArea, readonly Action[]>> = {
  tickets: ['view', 'create', 'update'],
  messages: ALL,
};

// `Object.keys` loses the type of the keys.
export const linesOf = (kind: RoleKind) => Object.keys(kind === 'staff' ? OF_STAFF : OF_CUSTOMERS) as LineArea[];
export const applies = (kind: RoleKind, area: LineArea, action: Action) =>
  (kind === 'staff' ? OF_STAFF : OF_CUSTOMERS)[area]?.includes(action) ?? false;

/** Which tickets they change stands at the end, where the page has a choice for it. */
const TICKETS_ORDER: readonly Action[] = ['view', 'create', 'delete', 'update'];

/** The rights of a line as one sentence. With `isOpen` the sentence on tickets ends before which of them they change. */
export function sentenceOf(kind: RoleKind, area: LineArea, rights: Rights, isOpen = false): string {
  const which = isOpen ? '' : t(rights.others_tickets?.includes('update') ? 'every' : 'theirs');
  const words = (key: Action | 'none') =>
    kind === 'customer' && (area === 'tickets' || area === 'messages')
      ? t(`customers.${area}.${key}`)
      : t(`areas.${area}.${key}`, { which });
  const order = area === 'tickets' && kind === 'staff' ? TICKETS_ORDER : ACTIONS;
  const given = order.filter((action) => applies(kind, area, action) && rights[area]?.includes(action));
  const clauses = given.map(words).filter(Boolean);
  if (clauses.length === 0) return words('none');
  const last = clauses.at(-1) ?? '';
  const list = clauses.slice(0, -1).join(', ');
  const sentence = list ? t('and', { list, last }) : last;
  const end = isOpen && given.includes('update') ? '' : '.';
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).trimEnd()}${end}`;
}
