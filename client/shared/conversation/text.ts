/**
 * Parses a message into a tree of a few tags. The marks are those of chats: `*` and `**` are bold, `_` is italic, `~`
 * and `~~` strike, each around whole words of one line, so that `2*3*4`, `snake_case`, `_ana_@shop.example` and `*.txt`
 * stay as they are. `>` quotes, lists and fences are made of lines. Only a bare address becomes a link, shown whole, so
 * its text is its target. Linear in the length of the text; every character that is not a mark is kept.
 */
import { inlines } from './marks.ts';
import type { Part, Piece, Tag } from './piece.ts';

/** Deeper quotes are plain text: nested marks cannot make this slow. */
const QUOTES_MOST = 3;
const OPENS = /^```([^`]*)$/u;
const CLOSES = /^```\s*$/u;
const QUOTE = /^>(?: |(?=>)|$)/u;
const ITEM = /^\s{0,8}(?:[-*•]|(0|[1-9]\d{0,2})[.)])\s+(?=\S)/u;

export const parse = (body: string) => blocks(body.split('\n'), 0);

/** The text without marks, on one line. */
export const plain = (body: string) => parse(body).map(textOf).join(' ');

const textOf = (part: Part): string =>
  typeof part === 'string' ? part : part.tag === 'br' ? ' ' : part.parts.map(textOf).join(isOfBlocks(part) ? ' ' : '');
const isOfBlocks = ({ tag }: Piece) => tag === 'blockquote' || tag === 'ul' || tag === 'ol';

/** The text as it was written, but for white space at the ends of lines and after `>`. */
export function written(part: Part): string {
  if (typeof part === 'string') return part;
  const inside = part.parts.map(written).join('');
  const { tag, opens = '', closes = '' } = part;
  return opens + (tag === 'blockquote' ? `> ${inside.replaceAll('\n', '\n> ')}` : inside) + closes;
}

function blocks(lines: string[], depth: number): Piece[] {
  const found: Piece[] = [];
  let last: Piece | undefined;
  /** The last line of the block above. */
  let ended = 0;
  const add = (piece: Piece, [first, end]: [first: number, end: number]) => {
    found.push({ ...piece, opens: '\n'.repeat(first - ended) + (piece.opens ?? '') });
    ended = end;
    last = undefined;
  };
  /** Appends to the block above if it is of this kind. */
  const join = (tag: Tag, i: number) => {
    if (last?.tag !== tag) {
      add({ tag, parts: [] }, [i, i]);
      last = found.at(-1);
    }
    ended = i;
    return last?.parts ?? [];
  };
  const lastClose = lines.findLastIndex((line) => CLOSES.test(line));
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const first = i;
    const fence = OPENS.exec(line);
    const item = ITEM.exec(line);
    // An unclosed fence is plain text.
    if (fence && i < lastClose) {
      do i += 1;
      while (!CLOSES.test(lines[i] ?? ''));
      const inside = lines.slice(first + 1, i);
      const around = { opens: `${line}\n`, closes: `${inside.length > 0 ? '\n' : ''}${lines[i]}` };
      add({ tag: 'pre', parts: [inside.join('\n')], language: fence[1]?.trim() ?? '', ...around }, [first, i]);
    } else if (depth < QUOTES_MOST && QUOTE.test(line)) {
      while (QUOTE.test(lines[i + 1] ?? '')) i += 1;
      const quoted = lines.slice(first, i + 1).map((one) => one.replace(QUOTE, ''));
      const blank = i - Math.max(first, first + quoted.findLastIndex((one) => one.trim()));
      add({ tag: 'blockquote', parts: blocks(quoted, depth + 1), closes: '\n>'.repeat(blank) }, [first, i]);
    } else if (item) {
      const value = item[1] && { value: Number(item[1]) };
      const list = join(value ? 'ol' : 'ul', i);
      const opens = (list.length > 0 ? '\n' : '') + item[0];
      list.push({ tag: 'li', parts: inlines(line.slice(item[0].length)), opens, ...value });
    } else if (line.trim() === '') last = undefined;
    else {
      const paragraph = join('p', i);
      if (paragraph.length > 0) paragraph.push({ tag: 'br', parts: [], opens: '\n' });
      paragraph.push(...inlines(line));
    }
  }
  return found;
}
