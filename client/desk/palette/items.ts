/** The items of the palette: all commands that can run now, and all places to go to. */
import { useLocation, useNavigate } from '@solidjs/router';
import { createMemo } from 'solid-js';
import { api } from '../../shared/api.ts';
import { useState, useWhole } from '../../shared/state/session.ts';
import { type Choice, type CommandId, COMMANDS, commandIds, commandOf, offered } from '../commands.ts';
import { pathOf, useDesk } from '../desk.ts';
import { goIntoList } from '../keys/into-list.ts';
import { activeKeysOf } from '../keys/keymap.ts';
import { leading } from '../keys/leading.ts';
import { viewsOf } from '../views/saved.ts';
import { t as deskWords } from '../words.ts';
import { fit } from './fuzzy.ts';
import { t } from './words.ts';

export interface Item {
  id: string;
  words: string;
  group: string;
  keys: string;
  /** Extra search words that are not shown. */
  also?: string;
  /** A hint beside the words. */
  hint?: string;
  /** Opens the choices of this command instead of running it. */
  asks?: CommandId;
  run: () => void;
}

/** For what is typed; more would take longer to read than to type another letter. */
export const SHOWN_MOST = 50;
const NUMBER = /^#?(\d{1,9})$/u;

interface PaletteQuery {
  query: () => string;
  /** The command whose choices are listed; null for all items. */
  of: () => CommandId | null;
  recent: string[];
}

export function createItems({ query, of, recent }: PaletteQuery) {
  const commands = useCommandItems();
  const places = usePlaceItems();
  const tickets = useTicketItems();

  return createMemo((): Item[] => {
    const command = of();
    const wanted = query().trim();
    if (command) return sorted(choicesOf(command), wanted);
    const all = [...commands(), ...places()];
    if (wanted === '') {
      const last = recent.flatMap((id) => all.find((item) => item.id === id) ?? []);
      const rest = all.filter((item) => !last.includes(item));
      return [...last.map((item) => ({ ...item, group: t('recent') })), ...rest];
    }
    const choices = commandIds.flatMap((id) => choicesOf(id, true));
    const number = NUMBER.exec(wanted)?.[1];
    return [
      ...(number ? [tickets.byNumber(Number(number))] : []),
      ...sorted([...all, ...choices, ...tickets.known()], wanted),
    ];
  });
}

function sorted(items: Item[], query: string): Item[] {
  if (query === '') return items;
  return items
    .flatMap((item) => {
      const score = fit(query, item.words) ?? (item.also ? fit(query, item.also) : null);
      return score === null ? [] : { item, score };
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function choicesOf(id: CommandId, withCommand = false): Item[] {
  return (offered(id)?.choices?.() ?? []).map((choice: Choice) => ({
    ...{
      id: `${id}:${choice.id}`,
      group: deskWords(`keys.${id}`),
      keys: '',
      hint: choice.isNow ? t('isNow') : (choice.hint ?? ''),
    },
    words: withCommand ? t('of', { command: deskWords(`keys.${id}`), choice: choice.words }) : choice.words,
    run: () =>
      choice.isNow ||
      offered(id)
        ?.choices?.()
        .find((one) => one.id === choice.id)
        ?.run(),
  }));
}

function useCommandItems() {
  return () =>
    commandIds.flatMap((id): Item[] => {
      const handler = id === 'palette' ? null : offered(id);
      if (!handler) return [];
      const shown = {
        id,
        words: deskWords(`keys.${id}`),
        group: deskWords(`groups.${COMMANDS[id].group}`),
        keys: activeKeysOf(id),
      };
      // Looked up by id: keeping the handler would keep an old list alive with all that it holds.
      const run = () => {
        offered(id)?.run();
        if (commandOf(id).place) goIntoList();
      };
      return [{ ...shown, run, ...(handler.choices && { asks: id }) }];
    });
}

/** Saved views, which have no command. */
function usePlaceItems() {
  const state = useState();
  const navigate = useNavigate();
  const item = (code: string, view: string, href: string): Item => ({
    ...{ id: `go:${code}`, words: t('goTo', { view }), group: deskWords('groups.go'), keys: '' },
    run() {
      navigate(href);
      goIntoList();
    },
  });
  return () => [
    ...state.me.menu
      .filter(({ code }) => !commandIds.some((id) => commandOf(id).place === code))
      .map(({ code, label, href }) => item(code, label, pathOf({ href }))),
    ...viewsOf(state).map(({ id, name }) => item(id, name, `/views/${id}`)),
  ];
}

function useTicketItems() {
  // Plain values: the reactive view would keep a signal for each field of each row.
  const whole = useWhole();
  const desk = useDesk();
  const navigate = useNavigate();
  const group = t('tickets');
  const location = useLocation();
  const open = (id: string) => navigate(`/${/^\/desk\/(waiting|mine)\b/u.exec(location.pathname)?.[1] ?? 'all'}/${id}`);
  const rowWith = (number: number) => Object.values(whole().rows).find((row) => row.number === number);

  return {
    known: () =>
      Object.values(whole().rows).map(({ id, number, subject, customer }): Item => ({
        ...{ id: `ticket:${id}`, group, keys: '', also: `${customer.name} ${subject}` },
        words: t('ticket', { number, subject: `${subject} · ${customer.name}` }),
        run: () => open(id),
      })),
    /** A ticket that is not loaded is requested. */
    byNumber(number: number): Item {
      const row = rowWith(number);
      const words = row
        ? t('ticket', { number, subject: `${row.subject} · ${row.customer.name}` })
        : t('openNumber', { number });
      async function find() {
        const page = await desk.attempt(() => api.tickets({ number }));
        const found = page?.items[0];
        if (found) open(found.id);
        else if (page) desk.say({ text: t('noTicket', { number }) });
        return found !== undefined;
      }
      return { id: `number:${number}`, words, group, keys: '', run: () => (row ? open(row.id) : void leading(find)) };
    },
  };
}
