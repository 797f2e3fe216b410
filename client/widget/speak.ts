import { speak } from '../shared/language.ts';

/** English is bundled; other languages load on demand. */
const LANGUAGES = {
  ar: async () => (await import('./languages/ar.ts')).ar,
  de: async () => (await import('./languages/de.ts')).de,
  es: async () => (await import('./languages/es.ts')).es,
  fr: async () => (await import('./languages/fr.ts')).fr,
};
const isSpoken = (language: string): language is keyof typeof LANGUAGES => language in LANGUAGES;
const RIGHT_TO_LEFT = new Set(['ar']);

/** Switches to the page's language when it is supported, with its dates and numbers. */
export async function speakAs(wanted: string) {
  const language = wanted.toLowerCase().split('-')[0] ?? '';
  const known = isSpoken(language) ? await LANGUAGES[language]().catch(() => null) : null;
  const locale = known || language === 'en' ? canonical(wanted) : 'en';
  speak({ locale, words: { ...known } });
  const { documentElement: root } = document;
  root.lang = known ? language : 'en';
  root.dir = RIGHT_TO_LEFT.has(root.lang) ? 'rtl' : 'ltr';
}

function canonical(tag: string) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
