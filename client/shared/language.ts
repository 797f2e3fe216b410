/** The language of this page: English until an app calls `speak`, which it does before the first paint. */
export interface Language {
  /** The locale for dates and numbers; undefined means the browser's. */
  locale: string | undefined;
  /** Translations by the name of their catalogue. A missing catalogue stays English. */
  words: Record<string, object>;
}

let spoken: Language = { locale: undefined, words: {} };
export function speak(language: Language) {
  spoken = language;
}

/** A value that depends on the language. It is made on first use and again after `speak`. */
export function perLanguage<T>(make: (language: Language) => T): () => T {
  let made: { by: Language; value: T } | undefined;
  return () => (made?.by === spoken ? made : (made = { by: spoken, value: make(spoken) })).value;
}
