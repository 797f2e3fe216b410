/** Parses one line of a message: marks, code and addresses. */
import type { Part, Tag } from './piece.ts';

const MARKS: Record<string, Tag> = { '*': 'strong', '**': 'strong', _: 'em', '~': 's', '~~': 's' };
// The alternatives begin with different characters and none matches emptily, so no text makes this slow. Only these
// schemes become links.
const TOKEN = /```([^`\n]+)```|`([^`\n]+)`|\b(?:https?:\/\/|mailto:)|\*+|_+|~+/giu;
// No address may hold bidirectional controls: it would be shown as another address. Quotes and the punctuation of other
// scripts end an address, except those inside words, such as the apostrophe.
const IN_LINK =
  /[^\s<>"`\u200B\p{P}\p{Bidi_C}\p{Emoji_Presentation}]|[!#%&'()*,./:;?@[\\\]_{}-]|[’·‐–־׳״・](?=[\p{L}\p{N}])/uy;
const NEXT_LINK = /[,;|]https?:\/\//iuy;
const WORD = /[\p{L}\p{N}\u200C]|(?![\u20D0-\u20FF\uFE00-\uFE0F])\p{M}/u;
/** Letters of scripts with spaces between words: a backtick after one is no mark, as in "it`s" or "5` by 6`". */
const SPACED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u;
/** Next to these a mark belongs to an address, a path or a command. */
const NEVER_BEFORE = /[@./:\\$&=]/u;
const NEVER_FIRST = /[\s@./:\\,;!?)\]}|&=%]/u;
const NEVER_LAST = /[\s@/\\,;([{|&=<]/u;
const NEVER_AFTER = /^(?:[@/\\]|[.:][^\s\p{P}])/u;
const IN_ADDRESS = /[@/\\]|[.:][^\s\p{P}]/u;
/** How much of a marked text is checked for parts of addresses, so that the whole stays linear. */
const CHECKED = 200;
const BRACKETS = '([{)]}';

export function inlines(line: string): Part[] {
  const found: Part[] = [];
  /** Where the newest open mark of each kind stands, and where the text after it begins in the line. */
  const open = new Map<string, { at: number; from: number }>();
  let from = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(line); match; match = TOKEN.exec(line)) {
    let [token] = match;
    const start = match.index;
    const code = match[1] ?? match[2];
    const tag = MARKS[token];
    const isAddress = WORD.test(token.charAt(0));
    const before = lastOf(line.slice(Math.max(0, start - 2), start));
    const fence = code === undefined ? '' : token.slice(0, (token.length - code.length) / 2);
    if (fence && SPACED.test(before)) TOKEN.lastIndex = start + fence.length;
    // A run of marks without meaning is plain text.
    if (fence ? SPACED.test(before) : !tag && !isAddress) continue;
    if (isAddress) token = addressAt(line, start, open);
    // A scheme alone is no address.
    if (isAddress && !token) continue;
    if (start > from) found.push(line.slice(from, start));
    // The text after an address may close a mark.
    from = TOKEN.lastIndex = start + token.length;
    if (code !== undefined) found.push({ tag: 'code', parts: [code], opens: fence, closes: fence });
    else if (tag) {
      const after = line.slice(from, from + 4);
      const opened = open.get(token);
      if (opened && closesAfter(line.slice(Math.max(opened.from, start - CHECKED), start), after)) {
        found.push({ tag, parts: found.splice(opened.at).slice(1), opens: token, closes: token });
        for (const [mark, { at }] of open) if (at >= opened.at) open.delete(mark);
      } else {
        if (opensBetween(before, after)) open.set(token, { at: found.length, from });
        found.push(token);
      }
    } else found.push(URL.canParse(token) ? { tag: 'a', parts: [token], href: token } : token);
  }
  found.push(line.slice(from));
  return found;
}

const lastOf = (text: string) => [...text].at(-1) ?? '';

const opensBetween = (before: string, after: string) =>
  after !== '' && !NEVER_FIRST.test(after.charAt(0)) && !WORD.test(before) && !NEVER_BEFORE.test(before);

function closesAfter(inside: string, after: string): boolean {
  const [last, next] = [inside.at(-1) ?? ' ', [...after][0] ?? ''];
  if (NEVER_LAST.test(last) || WORD.test(next) || NEVER_AFTER.test(after)) return false;
  // `*Note:*` ends a phrase, `*a.c b.*` a file name.
  return !/[.:]/u.test(last) || !(/\s.$/u.test(inside) || IN_ADDRESS.test(inside.slice(0, -1)));
}

/**
 * The address whose scheme stands at `start`: it ends before an unpaired bracket and before another address, without the
 * punctuation of the sentence or a closing mark. Reads nothing past its end, so that a line of many addresses stays linear.
 */
function addressAt(line: string, start: number, open: Map<string, unknown>): string {
  const first = TOKEN.lastIndex;
  const pairs = [0, 0, 0];
  let end = first;
  for (; end < line.length; end = IN_LINK.lastIndex) {
    if (matchesAt(NEXT_LINK, line, end) || !matchesAt(IN_LINK, line, end)) break;
    const bracket = BRACKETS.indexOf(line.charAt(end));
    if (bracket < 0) continue;
    const depth = (pairs[bracket % 3] ?? 0) + (bracket < 3 ? 1 : -1);
    if (depth < 0) break;
    pairs[bracket % 3] = depth;
  }
  for (; end > first; end -= 1) {
    const last = line.charAt(end - 1);
    if (!".,;:!?'|([{".includes(last) && !open.has(last) && !open.has(last + last)) break;
  }
  return end > first ? line.slice(start, end) : '';
}

function matchesAt(pattern: RegExp, line: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(line);
}
