/** Parses a query. Never fails: anything that is no operator is a word. */
import { PART_LEAST, wordsIn } from '../../db/search-words.ts';
import type { RoleKind } from '../people/contract.ts';

/**
 * Consecutive words. `begins`: the last word may be the beginning of a longer one. `inside`: it is a single word that may
 * be a part of a longer one, such as a compound.
 */
export interface Phrase {
  words: string[];
  begins: boolean;
  inside: boolean;
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
  /** Words beyond the most of a query were left out. */
  isCut: boolean;
  /** What looks like an operator and is none, as typed. */
  unknown: string[];
}

const PIECE = /(-?)(?:([a-z]{2,10}):)?(?:"([^"]*)"?|([^\s"]+))/giu;
const PHRASES_MOST = 12;
const WORDS_MOST = 24;
/** A shorter prefix would match nearly everything. */
const BEGINS_LEAST = 3;
/** The same, typed with an asterisk. */
const ASTERISK_LEAST = 2;
const ASTERISK = /[\p{L}\p{N}\p{M}]\*+$/u;

export function parseQuery(q: string, kind: RoleKind): ParsedQuery {
  const parsed: ParsedQuery = { phrases: [], without: [], operators: {}, number: null, isCut: false, unknown: [] };
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
      if (name && !/^(?:https?|mailto)$/iu.test(name) && !value.startsWith('//')) parsed.unknown.push(name);
      const words = wordsIn(`${name} ${value}`).map((word) => word.text);
      const list = minus ? parsed.without : parsed.phrases;
      const last = words.at(-1) ?? '';
      const begins = quoted === undefined && ASTERISK.test(bare) && last.length >= ASTERISK_LEAST;
      const inside = quoted === undefined && words.length === 1 && last.length >= PART_LEAST;
      if (words.length > WORDS_MOST || (words.length > 0 && list.length >= PHRASES_MOST)) parsed.isCut = true;
      if (words.length > 0 && list.length < PHRASES_MOST)
        list.push({ words: words.slice(0, WORDS_MOST), begins, inside });
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
