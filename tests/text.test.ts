import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { within } from './support/within.ts';
import type { Part } from '../client/shared/conversation/piece.ts';
import { parse, plain, written } from '../client/shared/conversation/text.ts';

/** As HTML would say it, for reading. */
const html = (body: string) => parse(body).map(show).join('');
const show = (part: Part): string => {
  if (typeof part === 'string') return part;
  const { tag, parts, href, value, language } = part;
  const about = `${href ? ` ${href}` : ''}${value === undefined ? '' : ` ${value}`}${language ? ` ${language}` : ''}`;
  return tag === 'br' ? '<br>' : `<${tag}${about}>${parts.map(show).join('')}</${tag}>`;
};
const pieces = (part: Part): Exclude<Part, string>[] =>
  typeof part === 'string' ? [] : [part, ...part.parts.flatMap(pieces)];
const text = (part: Part): string => (typeof part === 'string' ? part : part.parts.map(text).join(''));

describe('the text of a message', () => {
  it.each([
    ['*bold*, **bold** and _italic_', '<p><strong>bold</strong>, <strong>bold</strong> and <em>italic</em></p>'],
    ['~gone~ and ~~gone~~', '<p><s>gone</s> and <s>gone</s></p>'],
    ['**_both_**, *a _b* c_', '<p><strong><em>both</em></strong>, <strong>a _b</strong> c_</p>'],
    ['*a *b*', '<p>*a <strong>b</strong></p>'],
    ['2*3*4, snake_case_name, __init__, 5 * 3 * 2', '<p>2*3*4, snake_case_name, __init__, 5 * 3 * 2</p>'],
    ['*.txt and *.md, ~5 to ~6, ***', '<p>*.txt and *.md, ~5 to ~6, ***</p>'],
    ['*one line\nis not two*', '<p>*one line<br>is not two*</p>'],
    ['`*x*` and ```y_z_```', '<p><code>*x*</code> and <code>y_z_</code></p>'],
    ['One\ntwo\n\nthree', '<p>One<br>two</p><p>three</p>'],
    ['Do:\n- this\n* that\n• and that', '<p>Do:</p><ul><li>this</li><li>that</li><li>and that</li></ul>'],
    ['1. a\n2) *b*\n7. c', '<ol><li 1>a</li><li 2><strong>b</strong></li><li 7>c</li></ol>'],
    ['2026. Ever', '<p>2026. Ever</p>'],
    ['-1 and -2', '<p>-1 and -2</p>'],
    ['> said\n> she\n\nYes', '<blockquote><p>said<br>she</p></blockquote><p>Yes</p>'],
    ['>> deep\n> flat', '<blockquote><blockquote><p>deep</p></blockquote><p>flat</p></blockquote>'],
    ['>_< and >:(', '<p>>_< and >:(</p>'],
    ['```js\n*x*\n```\nafter', '<pre js>*x*</pre><p>after</p>'],
    ['```\nnever closed', '<p>```<br>never closed</p>'],
    [
      'See https://example.com/a(b)_c, (https://x.example) and *https://y.example*.',
      '<p>See <a https://example.com/a(b)_c>https://example.com/a(b)_c</a>, (<a https://x.example>https://x.example</a>) and <strong><a https://y.example>https://y.example</a></strong>.</p>',
    ],
    ['mailto:ana@desk.example', '<p><a mailto:ana@desk.example>mailto:ana@desk.example</a></p>'],
    ['[a bank](https://evil.example)', '<p>[a bank](<a https://evil.example>https://evil.example</a>)</p>'],
    // An address ends where a reader ends it.
    ["https://shop.example/o'brien", "<p><a https://shop.example/o'brien>https://shop.example/o'brien</a></p>"],
    ["'https://x.example/a'", "<p>'<a https://x.example/a>https://x.example/a</a>'</p>"],
    ['https://x.example/o’neil’', '<p><a https://x.example/o’neil>https://x.example/o’neil</a>’</p>'],
    ['„https://x.example/hilfe“', '<p>„<a https://x.example/hilfe>https://x.example/hilfe</a>“</p>'],
    ['« https://x.example/aide»', '<p>« <a https://x.example/aide>https://x.example/aide</a>»</p>'],
    ['看https://x.example/a，谢谢', '<p>看<a https://x.example/a>https://x.example/a</a>，谢谢</p>'],
    ['「https://x.example/a」。', '<p>「<a https://x.example/a>https://x.example/a</a>」。</p>'],
    ['（https://x.example/a）', '<p>（<a https://x.example/a>https://x.example/a</a>）</p>'],
    ['https://x.example/سؤال؟', '<p><a https://x.example/سؤال>https://x.example/سؤال</a>؟</p>'],
    ['https://x.example/क।', '<p><a https://x.example/क>https://x.example/क</a>।</p>'],
    ['https://x.example/a…', '<p><a https://x.example/a>https://x.example/a</a>…</p>'],
    ['https://x.example/a👍', '<p><a https://x.example/a>https://x.example/a</a>👍</p>'],
    ['https://x.example/col·labora', '<p><a https://x.example/col·labora>https://x.example/col·labora</a></p>'],
    ['(https://x.example/a)b', '<p>(<a https://x.example/a>https://x.example/a</a>)b</p>'],
    ['https://x.example/?a[0]={b})', '<p><a https://x.example/?a[0]={b}>https://x.example/?a[0]={b}</a>)</p>'],
    ['https://x.example/a_', '<p><a https://x.example/a_>https://x.example/a_</a></p>'],
    ['https://x.example/*', '<p><a https://x.example/*>https://x.example/*</a></p>'],
    [
      'https://x.example/a,https://y.example',
      '<p><a https://x.example/a>https://x.example/a</a>,<a https://y.example>https://y.example</a></p>',
    ],
    // A mark is no part of an address, a path or a command.
    ['_anna_@shop.example, _a@x.example and b_@x.example', '<p>_anna_@shop.example, _a@x.example and b_@x.example</p>'],
    ['rm *.o foo.*', '<p>rm *.o foo.*</p>'],
    ['mv *a.c b.*', '<p>mv *a.c b.*</p>'],
    ['ls src/**/*.ts tests/**/*.ts', '<p>ls src/**/*.ts tests/**/*.ts</p>'],
    ['cp ~/a~ ~/b~, a/_x_/b', '<p>cp ~/a~ ~/b~, a/_x_/b</p>'],
    ['x:*a* C:\\_b_ *c*:80 *d*.txt', '<p>x:*a* C:\\_b_ *c*:80 *d*.txt</p>'],
    ['*/5 * * * */2', '<p>*/5 * * * */2</p>'],
    ['SELECT *, count(*) FROM a', '<p>SELECT *, count(*) FROM a</p>'],
    ['की*ब*, e\u0301_a_', '<p>की*ब*, e\u0301_a_</p>'],
    ['𝒳*a*', '<p>𝒳*a*</p>'],
    [
      '*Note:* and *Done.* *¡Hola!* ❤️*so*',
      '<p><strong>Note:</strong> and <strong>Done.</strong> <strong>¡Hola!</strong> ❤️<strong>so</strong></p>',
    ],
    ['it`s 5` by 6`, `a`', '<p>it`s 5` by 6`, <code>a</code></p>'],
    ['运行`ls`吧', '<p>运行<code>ls</code>吧</p>'],
    ['```js title="x"\n*x*\n```', '<pre js title="x">*x*</pre>'],
    ['```select * from a\nwhere *b*\n```', '<pre select * from a>where *b*</pre>'],
  ])('reads %j', (body, shown) => {
    expect(html(body)).toBe(shown);
  });

  it('says itself without marks in a list', () => {
    expect(plain('*Hello* Jonas,\n- one\n- `two`\n> ~three~\nhttps://x.example')).toBe(
      'Hello Jonas, one two three https://x.example',
    );
    expect(plain('Cut off in the *middle')).toBe('Cut off in the *middle');
  });

  it.each(['javascript' + ':alert(1)', 'data:text/html,x', 'vbscript:x', ' jAvAsCrIpT:x', 'file:///etc/passwd'])(
    'never links %s',
    (body) => {
      expect(
        parse(body)
          .flatMap(pieces)
          .map(({ tag }) => tag),
      ).toEqual(['p']);
    },
  );

  // Shown from the right, an address could read as another one: https://evil.example/…, as …//:sptth.
  it.each(['\u202E', '\u202D', '\u202B', '\u2067', '\u2068', '\u200F', '\u061C'])(
    'ends a link before what turns its letters around: %j',
    (turn) => {
      const links = parse(`${turn}https://evil.example/${turn}elpmaxe.knab//:sptth${turn}`)
        .flatMap(pieces)
        .filter(({ tag }) => tag === 'a');
      expect(links).toEqual([{ tag: 'a', parts: ['https://evil.example/'], href: 'https://evil.example/' }]);
    },
  );

  const words = [
    'a',
    'Bc',
    ' ',
    '\n',
    '*',
    '**',
    '_',
    '~',
    '~~',
    '`',
    '```',
    '\n```\n',
    '```js\n',
    '> ',
    '>',
    '\n- ',
    '\n3. ',
  ];
  const more = [
    'https://x.example',
    "'",
    '’',
    '“',
    '，',
    '/',
    '@',
    'mailto:',
    ')',
    '(',
    '.',
    '<b>',
    '&lt;',
    '👩‍🚒',
    'é',
    '\t',
    '\u202E',
    '{{x}}',
  ];
  const bodies = fc.oneof(
    fc.array(fc.constantFrom(...words, ...more), { maxLength: 80 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  /** What may be missing from what is shown: marks, and the white space around blocks. */
  const MARK = /[\s*_~`>•.)\d+#-]/u;

  it('keeps every character but marks, in order, whatever it is made of', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const left = [...parse(body).map(text).join('')];
        let language = 0;
        const all = parse(body).flatMap(pieces);
        for (const piece of all) language += piece.language?.length ?? 0;
        let lost = 0;
        let at = 0;
        for (const letter of body) {
          if (left[at] === letter) at += 1;
          else if (!MARK.test(letter)) lost += letter.length;
        }
        // All that is shown was found, and what was not shown is the language of a fence.
        expect(at).toBe(left.length);
        expect(lost).toBeLessThanOrEqual(language);
      }),
      { numRuns: 2_000 },
    );
  });

  const withoutSpace = (text: string) => text.replace(/\s+/gu, '');

  it('comes back as it was written, whatever it is made of', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const back = parse(body).map(written).join('');
        expect(withoutSpace(back)).toBe(withoutSpace(body));
        // And it means the same.
        expect(parse(back).map(show)).toEqual(parse(body).map(show));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['Do:\n- *this*\n* that\n\n\n1) a\n```js x\n  b\n\n```\n> c\n>\n> d\n>\n\n`e` ~~f~~', '```\n```', '>\n>\na'])(
    'comes back to the letter: %j',
    (body) => {
      expect(parse(body).map(written).join('').replace(/ $/gmu, '')).toBe(body);
    },
  );

  it('makes nothing but its few tags, with links to nowhere but the web and mail', () => {
    const allowed = new Set(['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a']);
    fc.assert(
      fc.property(bodies, (body) => {
        for (const { tag, href } of parse(body).flatMap(pieces)) {
          expect(allowed).toContain(tag);
          expect(href === undefined).toBe(tag !== 'a');
          if (href) expect(['http:', 'https:', 'mailto:']).toContain(new URL(href).protocol);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ...['`', '```\n', '```js\n', 'http://', '(', 'mailto:', 'a.', 'https://x)', '*', '**a', '*a_b', '_a*', ' *a'],
    ...['~a~~b', '>', '> ', '>\n', '>>>> \n', '- \n', '- a\n', ' ', '1. ', '*a* ', '``` '],
  ])(
    'of 10,000 characters of %j is read in one breath',
    (part) => {
      const work = (length: number) => {
        const body = part.repeat(length / part.length);
        const tree = parse(body);
        // As many steps as there are pieces: each is made once, none is deeper than the marks there are.
        expect(tree.flatMap(pieces).length).toBeLessThanOrEqual(body.length + 1);
        expect(depth({ tag: 'p', parts: tree })).toBeLessThan(16);
        expect(plain(body).length).toBeLessThanOrEqual(2 * body.length);
      };
      work(10_000);
      work(100_000);
      // Takes a tenth of a second; a step per pair of characters took a minute.
    },
    within(5_000),
  );
});

const depth = (part: Part): number => (typeof part === 'string' ? 0 : 1 + Math.max(0, ...part.parts.map(depth)));
