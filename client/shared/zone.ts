/** The one place that decides in which time zone this page shows times and takes them. */
import { createSignal } from 'solid-js';
import { type Language, perLanguage } from './language.ts';

const browsers = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const [zone, setZone] = createSignal(browsers);

/** The name of the zone, such as `Europe/Madrid`. */
export const timeZone = zone;

/**
 * Sets the zone of the person's profile. The browser's holds for UTC, which is that of a profile in which nobody has chosen one,
 * and for a zone that an old browser does not know.
 */
export const liveIn = (chosen: string) =>
  void setZone(chosen === '' || chosen === 'UTC' || !isKnown(chosen) ? browsers : chosen);

function isKnown(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

/** A value that depends on the language and the zone. */
export function perZone<T>(make: (language: Language & { timeZone: string }) => T): () => T {
  let made: { of: string; value: () => T } | undefined;
  return () => {
    const of = zone();
    if (made?.of !== of) made = { of, value: perLanguage((language) => make({ ...language, timeZone: of })) };
    return made.value();
  };
}
