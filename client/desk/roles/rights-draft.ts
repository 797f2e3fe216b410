import type { Action, Area, Rights } from '../../../server/people/contract.ts';
import { ACTIONS, AREAS } from './rights-names.ts';

/** Checks or unchecks one right, and with it what the right needs or what needs it. */
export function toggled(rights: Rights, area: Area, action: Action, isGiven: boolean): Rights {
  const next: Rights = { ...rights };
  const has = new Set(next[area]);
  if (isGiven) has.add('view').add(action);
  else if (action === 'view') has.clear();
  else has.delete(action);
  next[area] = ACTIONS.filter((one) => has.has(one));
  // A ticket is seen with its messages.
  if (area === 'tickets' && isGiven)
    next.messages = ACTIONS.filter((one) => one === 'view' || next.messages?.includes(one));
  if (area === 'tickets' && !next.tickets?.includes('view')) next.messages = [];
  if (area === 'tickets' && !next.tickets?.includes('update')) next.others_tickets = [];
  if (area === 'messages' && isGiven)
    next.tickets = ACTIONS.filter((one) => one === 'view' || next.tickets?.includes(one));
  return next;
}

export const withOthers = (rights: Rights, isEvery: boolean): Rights => ({
  ...rights,
  others_tickets: isEvery ? ['update'] : [],
});

export interface RightChange {
  area: Area;
  action: Action;
  isGiven: boolean;
}

export const changesBetween = (before: Rights, now: Rights): RightChange[] =>
  AREAS.flatMap((area) =>
    ACTIONS.flatMap((action) => {
      const [was, is] = [before[area]?.includes(action) ?? false, now[area]?.includes(action) ?? false];
      return was === is ? [] : [{ area, action, isGiven: is }];
    }),
  );

/** Without the areas in which nothing is given, as a role is saved. */
export const withoutEmpty = (rights: Rights): Rights =>
  Object.fromEntries(Object.entries(rights).filter(([, actions]) => actions.length > 0));
