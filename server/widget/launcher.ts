/** Values that the two-kilobyte loader gets from the server: the text colour on the brand colour, and the label. */
const OPEN_CHAT: Record<string, string> = {
  ar: 'فتح الدردشة',
  de: 'Chat öffnen',
  en: 'Open chat',
  es: 'Abrir el chat',
  fr: 'Ouvrir le chat',
};

/** `locale` is the page's, such as `pt-BR`; English for unsupported languages. */
export const labelIn = (locale = '') => OPEN_CHAT[locale.slice(0, 2).toLowerCase()] ?? 'Open chat';

/** Black or white, whichever has the higher WCAG contrast on the colour: always at least 4.5:1. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const light = luminance(colour);
  return (light + 0.05) ** 2 > 0.05 * 1.05 ? '#000000' : '#ffffff';
}

function luminance(colour: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
