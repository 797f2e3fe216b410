import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, parse } from '../client/shared/text.ts';

const shown = (blocks: Block[]) =>
  blocks.map((block) =>
    block.kind === 'fence'
      ? `${block.language} ${block.text}`
      : block.lines.map((line) => line.map(({ text }) => text).join('')).join('\n'),
  );

describe('the text of a message', () => {
  it('becomes paragraphs, code and links', () => {
    expect(parse('See https://example.com/a(b), and `x < y`.\n\n```\ncode here\n```')).toEqual([
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'text', text: 'See ' },
            { kind: 'link', text: 'https://example.com/a(b)', href: 'https://example.com/a(b)' },
            { kind: 'text', text: ', and ' },
            { kind: 'code', text: 'x < y' },
            { kind: 'text', text: '.' },
          ],
        ],
      },
      { kind: 'fence', text: 'code here', language: '' },
    ]);
  });

  it.each(['javascript' + ':alert(1)', 'data:text/html,x', 'vbscript:x', ' jAvAsCrIpT:x', 'file:///etc/passwd'])(
    'never links %s',
    (text) => {
      expect(JSON.stringify(parse(text))).not.toContain('"link"');
    },
  );

  it('takes a fence on one line for code', () => {
    expect(parse('It is ```GR-12```.')).toEqual([
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'text', text: 'It is ' },
            { kind: 'code', text: 'GR-12' },
            { kind: 'text', text: '.' },
          ],
        ],
      },
    ]);
  });

  it('loses no word, whatever it is made of', () => {
    const part = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '`',
      '```',
      '\n```\n',
      'https://x.example',
      ')',
      '.',
      '<b>',
      '👩‍🚒',
      'é',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const body = parts.join('');
        const letters = (text: string) => text.replace(/[\s`]/gu, '');
        expect(letters(shown(parse(body)).join('\n'))).toBe(letters(body));
      }),
    );
  });

  it.each(['`', '```\n', 'http://', '(', 'mailto:', 'a.', 'https://x)'])(
    'of 10,000 characters of %j is read in one breath',
    (part) => {
      const body = part.repeat(10_000 / part.length);
      expect(shown(parse(body)).join('').length).toBeLessThanOrEqual(body.length + 10);
    },
  );
});
