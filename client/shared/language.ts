/** The language that this page speaks: English, until an app says otherwise, which it does before it shows anything. */
export interface Language {
  /** For dates and numbers; undefined: as the browser has them. */
  locale: string | undefined;
  /** By the names of the catalogues. What is missing stays English. */
  words: Record<string, object>;
}

let spoken: Language = { locale: undefined, words: {} };
export function speak(language: Language) {
  spoken = language;
}

/** What hangs on the language: made when it is first needed, and again once another is spoken. */
export function perLanguage<T>(make: (language: Language) => T): () => T {
  let made: { by: Language; value: T } | undefined;
  return () => (made?.by === spoken ? made : (made = { by: spoken, value: make(spoken) })).value;
}
