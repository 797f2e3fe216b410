import { describe, expect, it } from 'vitest';
import { en as customer } from '../client/customer/words.ts';
import { en as files } from '../client/shared/attachments/words.ts';
import { speak } from '../client/shared/language.ts';
import { en as shared, t } from '../client/shared/words.ts';
import { roughly, shortTime } from '../client/shared/time.ts';
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
const holes = (text: string) => [...text.matchAll(/\{\{ (\w+) \}\}/gu)].map(([, name]) => name).toSorted();
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
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const counted = new Set([...own.keys()].filter((key) => FORM.test(key)).map((key) => key.replace(FORM, '')));
    expect(counted.size).toBeGreaterThan(4);
    for (const path of counted) {
      const forms = [...own.keys()].filter((key) => key.startsWith(`${path}.`)).map((key) => key.split('.').at(-1));
      expect([path, forms.toSorted()]).toEqual([path, wanted]);
    }
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

it('times and lengths of time are written as the language writes them', () => {
  speak({ locale: 'de', words: { ...de } });
  expect(roughly(3 * 60_000)).toBe('3 Minuten');
  expect(shortTime(Date.UTC(2026, 2, 5, 12), Date.UTC(2026, 10, 21))).toBe('5. März');
  speak({ locale: 'ar', words: { ...ar } });
  expect(roughly(3 * 60_000)).toBe('3 دقائق');
  speak({ locale: undefined, words: {} });
  expect([roughly(60_000), t('send')]).toEqual(['1 minute', 'Send']);
});
