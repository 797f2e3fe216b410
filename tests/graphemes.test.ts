import { describe, expect, it } from 'vitest';
import { shortened } from '../client/desk/conversation/shortened.ts';
import { cut as cutThere, initialsOf } from '../client/shared/graphemes.ts';
import { nameOf } from '../server/attachments/names.ts';
import { excerptOf } from '../server/messages/commands.ts';
import { snippetOf } from '../server/search/snippet.ts';
import { cut } from '../server/text/cut.ts';

const WHOLE = ['🇩🇪', '👨‍👩‍👧‍👦', '🧑🏽‍🚒', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'ශ්‍රී', 'e\u0301', 'नि', '👍🏽', '각', '1️⃣'];
const whole = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** The characters of a text, of which each part must be a whole one. */
const characters = (text: string) => [...whole.segment(text)].map(({ segment }) => segment);

describe('a character of several parts stays whole', () => {
  it.each(WHOLE)('in initials and wherever a text is cut: %s', (character) => {
    expect(initialsOf(`${character}x ${character} y`)).toBe((characters(character)[0] ?? '').toUpperCase().repeat(2));
    for (let before = 0; before < 40; before += 1) {
      const text = 'x'.repeat(before) + character.repeat(Math.ceil(240 / character.length));
      const known = characters(text);
      const composed = characters(text.normalize('NFC'));
      for (const part of [
        cut(text, 60),
        cutThere(text, 60),
        cut(text, 60, '…').slice(0, -1),
        excerptOf({ body: text, attachments: [] }).slice(0, -1),
      ]) {
        expect(characters(part)).toEqual(known.slice(0, characters(part).length));
        expect(part.length).toBeGreaterThan(20);
      }
      const name = nameOf(`${text}.txt`, 'text/plain');
      expect([...name].length).toBeLessThanOrEqual(120);
      expect(characters(name.replace(/\.txt$/u, ''))).toEqual(composed.slice(0, characters(name).length - 4));
      const snippet = snippetOf(text, [])
        .parts.map((part) => part.text)
        .join('')
        .replace(/ …$/u, '');
      expect(characters(snippet)).toEqual(known.slice(0, characters(snippet).length));
    }
  });

  it('unless it is no character at all', () => {
    expect(cut(`a${'\u0301'.repeat(400)}`, 60)).toHaveLength(60);
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3, '…')).toBe('ab…');
  });

  it('also where the middle of a text gives way', () => {
    expect(shortened('A family of four at the door', 12)).toBe('A famil…door');
    expect(shortened('👨‍👩‍👧‍👦'.repeat(12), 6)).toBe(`${'👨‍👩‍👧‍👦'.repeat(3)}…${'👨‍👩‍👧‍👦'.repeat(2)}`);
    expect(shortened('Short', 12)).toBe('Short');
  });
});
