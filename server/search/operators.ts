/** Parses a query. Never fails: anything that is no operator is a word. */
import { wordsIn } from '../../db/search-words.ts';
import type { RoleKind } from '../people/contract.ts';

/** Consecutive words. `begins`: the last word may be the beginning of a longer one. */
export interface Phrase {
  words: string[];
  begins: boolean;
}

const FOR_ALL = ['from', 'status', 'priority', 'category', 'has', 'before', 'after'] as const;
const FOR_STAFF = [...FOR_ALL, 'assignee', 'is', 'in'] as const;
export type Operator = (typeof FOR_STAFF)[number];

export interface ParsedQuery {
  phrases: Phrase[];
  without: Phrase[];
  /** Values as typed; several values of one operator are alternatives. */
  operators: Partial<Record<Operator, string[]>>;
  /** A ticket number, typed as `#123`. */
  number: number | null;
}

const PIECE = /(-?)(?:([a-z]{2,10}):)?(?:"([^"]*)"?|([^\s"]+))/giu;
const PHRASES_MOST = 12;
const WORDS_MOST = 24;
/** A shorter prefix would match nearly everything. */
const BEGINS_LEAST = 3;

export function parseQuery(q: string, kind: RoleKind): ParsedQuery {
  const parsed: ParsedQuery = { phrases: [], without: [], operators: {}, number: null };
  const known: readonly string[] = kind === 'staff' ? FOR_STAFF : FOR_ALL;
  const text = q.toWellFormed();
  for (const match of text.matchAll(PIECE)) {
    const [, minus = '', name = '', quoted, bare = ''] = match;
    const value = quoted ?? bare;
    const operator = FOR_STAFF.find((one) => one === name.toLowerCase() && known.includes(one));
    const number = /^#(\d{1,9})$/u.exec(bare)?.[1];
    if (operator && !minus && value) (parsed.operators[operator] ??= []).push(value);
    else if (number && !minus && !name) parsed.number = Number(number);
    else {
      const words = wordsIn(`${name} ${value}`).map((word) => word.text);
      const phrase = { words: words.slice(0, WORDS_MOST), begins: false };
      const list = minus ? parsed.without : parsed.phrases;
      if (phrase.words.length > 0 && list.length < PHRASES_MOST) list.push(phrase);
    }
  }
  finishLast(parsed.phrases, text);
  return parsed;
}

/** The last word counts as unfinished unless a space or quote follows it. */
function finishLast(phrases: Phrase[], text: string) {
  const last = phrases.at(-1);
  const word = last?.words.at(-1) ?? '';
  const isOpen = wordsIn(text).at(-1)?.to === text.length;
  if (last && isOpen && wordsIn(text).at(-1)?.text === word && word.length >= BEGINS_LEAST) last.begins = true;
}
