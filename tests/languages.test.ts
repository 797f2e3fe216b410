import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en as customer } from '../client/customer/words.ts';
import { en as files } from '../client/shared/attachments/words.ts';
import { speak } from '../client/shared/language.ts';
import { problemWords } from '../client/shared/problems.ts';
import { ApiError, Offline } from '../client/shared/request.ts';
import { en as shared, t } from '../client/shared/words.ts';
import { roughly, shortTime } from '../client/shared/time.ts';
import { textOn } from '../client/widget/brand.ts';
import { backWords, isAway } from '../client/widget/hours.ts';
import { ar } from '../client/widget/languages/ar.ts';
import { de } from '../client/widget/languages/de.ts';
import { es } from '../client/widget/languages/es.ts';
import { fr } from '../client/widget/languages/fr.ts';
import { en as widget } from '../client/widget/words.ts';

const english = leaves({ shared, files, customer, widget });
const LANGUAGES = { ar, de, es, fr };

function leaves(value: object | string, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...leaves(inner, path ? `${path}.${key}` : key)]));
}
const inOrder = (a: string, b: string) => a.localeCompare(b);
const holes = (text: string) => [...text.matchAll(/\{\{ (\w+) \}\}/gu)].map(([, name = '']) => name).toSorted(inOrder);
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\da-f]{2}/gu) ?? []).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const FORM = /\.(zero|one|two|few|many|other)$/u;

/** Words that are the same in both, and are meant to be. */
const SAME: Record<keyof typeof LANGUAGES, string[]> = {
  ar: [],
  de: ['shared.fields.name', 'files.progress', 'customer.list.says', 'widget.chat'],
  es: ['files.progress', 'customer.list.says', 'widget.chat'],
  fr: ['files.progress'],
};

describe.each(Object.entries(LANGUAGES))('%s', (language, catalogue) => {
  const own = leaves(catalogue);

  it('says everything in its own words', () => {
    const same = [...english].filter(([key, text]) => own.get(key) === text).map(([key]) => key);
    expect(same).toEqual(SAME[language as keyof typeof LANGUAGES]);
  });

  it('leaves nothing out that is put into a sentence, and puts nothing in that is not there', () => {
    for (const [key, text] of own) {
      const model = english.get(key) ?? english.get(key.replace(FORM, '.other')) ?? '';
      // One and two can be said without a digit.
      const wanted = FORM.test(key) ? holes(model).filter((name) => name !== 'n') : holes(model);
      expect([key, holes(text).filter((name) => !FORM.test(key) || name !== 'n')]).toEqual([key, wanted]);
    }
  });

  it('has every form that the language tells apart, and no other', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted(inOrder);
    const counted = new Set([...own.keys()].filter((key) => FORM.test(key)).map((key) => key.replace(FORM, '')));
    expect(counted.size).toBeGreaterThan(4);
    for (const path of counted) {
      const forms = [...own.keys()].flatMap((key) => (key.startsWith(`${path}.`) ? key.slice(path.length + 1) : []));
      expect([path, forms.toSorted(inOrder)]).toEqual([path, wanted]);
    }
  });
});

describe.each(Object.entries(LANGUAGES))('what the server refuses, in %s', (locale, catalogue) => {
  const refusal = (code: string, message: string) => new ApiError(400, { error: { code, message } }, 90_000);

  it.each([
    ...['too_many', 'too_large', 'visitor.blocked', 'tickets.closed', 'messages.too_late', 'messages.deleted'],
    ...['not_found', 'full', 'busy', 'stopping', 'internal'],
  ])('is said in its own words: %s', (code) => {
    speak({ locale, words: { ...catalogue } });
    const said = problemWords(refusal(code, 'In English.'));
    const own = [...leaves(catalogue).values()].map((text) => text.split('{{')[0] ?? '');
    expect(own.some((text) => text !== '' && said.startsWith(text))).toBe(true);
  });

  it('is said in the server’s words where nobody thought of it, and no line is one of them', () => {
    speak({ locale, words: { ...catalogue } });
    expect(problemWords(refusal('lid.jammed', 'The lid is jammed.'))).toBe('The lid is jammed.');
    expect(problemWords(new Offline('There is no connection.'))).toBe(catalogue.shared.offline.noAnswer);
  });
});

it('a number takes the form that the language has for it', () => {
  speak({ locale: 'ar', words: { ...ar } });
  const said = [1, 2, 3, 11, 100].map((n) => t.count('message.new', n));
  expect(said).toEqual(['رسالة جديدة واحدة', 'رسالتان جديدتان', '3 رسائل جديدة', '11 رسالة جديدة', '100 رسالة جديدة']);
  speak({ locale: 'fr', words: { ...fr } });
  expect([0, 1, 2].map((n) => t.count('message.new', n))).toEqual([
    '0 nouveau message',
    '1 nouveau message',
    '2 nouveaux messages',
  ]);
});

it('when somebody is back is said by the visitor’s own clock, and not once it has passed', () => {
  speak({ locale: 'en-GB', words: {} });
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  const now = at(21, 20);
  const said = (changesAt: number | null) => backWords({ open: false, changesAt }, now);
  expect(said(at(21, 22))).toBe('Back today at 22:00');
  expect(said(at(22, 9))).toBe('Back tomorrow at 09:00');
  expect(said(at(23, 9))).toBe('Back on Monday at 09:00');
  expect(said(at(30, 9))).toBe('Back on Monday 30 November at 09:00');
  expect(said(null)).toBe('Away at the moment');
  expect([
    isAway(null, now),
    isAway({ open: false, changesAt: null }, now),
    isAway({ open: false, changesAt: now }, now),
    isAway({ open: true, changesAt: now }, now),
  ]).toEqual([false, true, false, true]);
});

it('any colour of a site can be read on: at least 4.5 to 1', () => {
  const part = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(part, part, part, (...parts) => {
      const colour = `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
      expect(contrast(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5);
    }),
  );
  expect([textOn('#ffffff'), textOn('#1c5c45'), textOn('#ffd400')]).toEqual(['#000000', '#ffffff', '#000000']);
});

it('times and lengths of time are written as the language writes them', () => {
  speak({ locale: 'de', words: { ...de } });
  expect(roughly(3 * 60_000)).toBe('3 Minuten');
  expect(shortTime(Date.UTC(2026, 2, 5, 12), Date.UTC(2026, 10, 21))).toBe('5. März');
  speak({ locale: 'ar', words: { ...ar } });
  expect(roughly(3 * 60_000)).toBe('3 دقائق');
  speak({ locale: undefined, words: {} });
  expect([roughly(60_000), t('send')]).toEqual(['1 minute', 'Send']);
});
