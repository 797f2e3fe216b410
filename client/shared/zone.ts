/** The one place that decides in which time zone this page shows times and takes them. */
import { createSignal } from 'solid-js';
import { type Language, perLanguage } from './language.ts';

export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const [zone, setZone] = createSignal(browserZone);
export { setZone };

/** The name of the zone, such as `Europe/Madrid`. */
export const timeZone = zone;

/** A value that depends on the language and the zone. */
export function perZone<T>(make: (language: Language & { timeZone: string }) => T): () => T {
  let made: { of: string; value: () => T } | undefined;
  return () => {
    const of = zone();
    if (made?.of !== of) made = { of, value: perLanguage((language) => make({ ...language, timeZone: of })) };
    return made.value();
  };
}
