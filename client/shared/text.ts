/** What somebody wrote, as blocks. Linear in its length, and every character of it ends up in one of them. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string };
/** `language` is what stands behind the opening fence, or empty. */
export type Block = { kind: 'paragraph'; lines: Inline[][] } | { kind: 'fence'; text: string; language: string };

const FENCE = '```';
const OPENS = /^```([\w+#.-]{0,30})\s*$/u;

export function parse(body: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let fence: { opener: string; language: string; lines: string[] } | null = null;
  const paragraph = () => {
    if (lines.some((line) => line.trim() !== '')) blocks.push({ kind: 'paragraph', lines: lines.map(inlines) });
    lines = [];
  };
  for (const line of body.split('\n')) {
    const opens = OPENS.exec(line);
    if (fence && line.trimEnd() === FENCE) {
      blocks.push({ kind: 'fence', text: fence.lines.join('\n'), language: fence.language });
      fence = null;
    } else if (fence) fence.lines.push(line);
    else if (opens) {
      paragraph();
      fence = { opener: line, language: opens[1] ?? '', lines: [] };
    } else if (line.trim() === '') paragraph();
    else lines.push(line);
  }
  // A fence that nobody closed is text.
  if (fence) lines.push(fence.opener, ...fence.lines);
  paragraph();
  return blocks;
}

// The alternatives begin with different characters and none can match emptily, so no text makes this slow.
const TOKEN = /```([^`\n]+)```|`([^`\n]+)`|\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/giu;
const TRAILING = new Set('.,;:!?)]}');

function inlines(line: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const plain = (to: number) => to > from && found.push({ kind: 'text', text: line.slice(from, to) });
  for (const match of line.matchAll(TOKEN)) {
    plain(match.index);
    const code = match[1] ?? match[2];
    if (code !== undefined) {
      found.push({ kind: 'code', text: code });
      from = match.index + match[0].length;
    } else {
      const href = withoutTrailing(match[0]);
      found.push(isLink(href) ? { kind: 'link', text: href, href } : { kind: 'text', text: href });
      from = match.index + href.length;
    }
  }
  plain(line.length);
  return found;
}

/** The full stop belongs to the sentence; a bracket does too, unless the address opened one. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (TRAILING.has(address.charAt(end - 1))) end -= 1;
  const short = address.slice(0, end);
  return address[short.length] === ')' && short.includes('(') ? address.slice(0, short.length + 1) : short;
}

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
const isLink = (address: string) => URL.canParse(address) && SCHEMES.has(new URL(address).protocol);
