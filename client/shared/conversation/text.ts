/**
 * Parses a message into a tree of a few tags. The marks are those of chats: `*` and `**` are bold, `_` is italic, `~`
 * and `~~` strike, each around whole words of one line, so that `2*3*4`, `snake_case` and `__init__` stay as they are.
 * `>` quotes, lists and fences are made of lines. Only a bare address becomes a link, shown whole, so its text is its
 * target. Linear in the length of the text; every character that is not a mark is kept.
 */
export type Tag = 'p' | 'br' | 'strong' | 'em' | 's' | 'code' | 'pre' | 'blockquote' | 'ul' | 'ol' | 'li' | 'a';
export interface Piece {
  tag: Tag;
  parts: Part[];
  href?: string;
  /** For an `li` in an `ol`: the number as written. */
  value?: number;
  /** The word after the opening fence of a `pre`. */
  language?: string;
}
export type Part = string | Piece;

/** Deeper quotes are plain text: nested marks cannot make this slow. */
const QUOTES_MOST = 3;
const OPENS = /^```([\w+#.-]{0,30})\s*$/u;
const CLOSES = /^```\s*$/u;
const QUOTE = /^>(?: |(?=>)|$)/u;
const ITEM = /^\s{0,8}(?:[-*•]|(0|[1-9]\d{0,2})[.)])\s+(?=\S)/u;

export const parse = (body: string) => blocks(body.split('\n'), 0);

/** The text without marks, on one line. */
export const plain = (body: string) => parse(body).map(textOf).join(' ');

const textOf = (part: Part): string =>
  typeof part === 'string' ? part : part.tag === 'br' ? ' ' : part.parts.map(textOf).join(isOfBlocks(part) ? ' ' : '');
const isOfBlocks = ({ tag }: Piece) => tag === 'blockquote' || tag === 'ul' || tag === 'ol';

function blocks(lines: string[], depth: number): Piece[] {
  const found: Piece[] = [];
  let last: Piece | undefined;
  /** Appends to the block above if it is of this kind. */
  const join = (tag: Tag) => {
    if (last?.tag !== tag) found.push((last = { tag, parts: [] }));
    return last.parts;
  };
  const lastClose = lines.findLastIndex((line) => CLOSES.test(line));
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const opens = OPENS.exec(line);
    const item = ITEM.exec(line);
    // An unclosed fence is plain text.
    if (opens && i < lastClose) {
      const from = i + 1;
      do i += 1;
      while (!CLOSES.test(lines[i] ?? ''));
      found.push({ tag: 'pre', parts: [lines.slice(from, i).join('\n')], language: opens[1] ?? '' });
      last = undefined;
    } else if (depth < QUOTES_MOST && QUOTE.test(line)) {
      const from = i;
      while (QUOTE.test(lines[i + 1] ?? '')) i += 1;
      const quoted = lines.slice(from, i + 1).map((one) => one.replace(QUOTE, ''));
      found.push({ tag: 'blockquote', parts: blocks(quoted, depth + 1) });
      last = undefined;
    } else if (item) {
      const value = item[1] && { value: Number(item[1]) };
      join(value ? 'ol' : 'ul').push({ tag: 'li', parts: inlines(line.slice(item[0].length)), ...value });
    } else if (line.trim() === '') last = undefined;
    else {
      const paragraph = join('p');
      if (paragraph.length > 0) paragraph.push({ tag: 'br', parts: [] });
      paragraph.push(...inlines(line));
    }
  }
  return found;
}

const MARKS: Record<string, Tag> = { '*': 'strong', '**': 'strong', _: 'em', '~': 's', '~~': 's' };
// The alternatives begin with different characters and none matches emptily, so no text makes this slow. Only these
// schemes become links, and no address may hold bidirectional controls: it would be shown as another address.
const TOKEN = /```([^`\n]+)```|`([^`\n]+)`|\b(?:https?:\/\/|mailto:)[^\s<>"'`\p{Bidi_C}]+|\*+|_+|~+/giu;
const WORD = /[\p{L}\p{N}]/u;

function inlines(line: string): Part[] {
  const found: Part[] = [];
  /** The position of the newest open mark of each kind. */
  const open = new Map<string, number>();
  let from = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(line); match; match = TOKEN.exec(line)) {
    let [token] = match;
    const start = match.index;
    const code = match[1] ?? match[2];
    const tag = MARKS[token];
    const isAddress = WORD.test(token.charAt(0));
    // A run of marks without meaning is plain text.
    if (code === undefined && !tag && !isAddress) continue;
    if (start > from) found.push(line.slice(from, start));
    if (isAddress) token = withoutTrailing(token);
    // The text after an address may close a mark.
    from = TOKEN.lastIndex = start + token.length;
    if (code !== undefined) found.push({ tag: 'code', parts: [code] });
    else if (tag) {
      const [before, after] = [line.charAt(start - 1), line.charAt(from)];
      const at = open.get(token) ?? -1;
      if (at >= 0 && before.trim() && !WORD.test(after)) {
        found.push({ tag, parts: found.splice(at).slice(1) });
        for (const [mark, place] of open) if (place >= at) open.delete(mark);
      } else {
        if (after.trim() && !WORD.test(before)) open.set(token, found.length);
        found.push(token);
      }
    } else found.push(URL.canParse(token) ? { tag: 'a', parts: [token], href: token } : token);
  }
  found.push(line.slice(from));
  return found;
}

/** A trailing full stop belongs to the sentence; so does a bracket, unless the address opened it. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while ('.,;:!?)]}*_~'.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, address[end] === ')' && address.lastIndexOf('(', end) >= 0 ? end + 1 : end);
}
