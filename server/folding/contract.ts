/**
 * The one folding of names and texts, for everything that is looked up: case, accents, width and joiners do not count, and
 * letters that people replace by others on a foreign keyboard are those others. The stored forms (the search index,
 * `users.folded`) must be made again when this changes.
 */
const ASCII = /^[\u0000-\u007F]*$/u;
// Accents of Latin, Greek and Cyrillic; the vowel signs of Hebrew and Arabic. Marks of other scripts are parts of letters.
const MARKS =
  /[\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u00AD\u200B-\u200F\u061C]/gu;
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŧ: 't', ŋ: 'n', ſ: 's' },
  ...{ ς: 'σ' },
  // Persian and Urdu forms of Arabic letters, and those that are often written without their dots.
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ے: 'ي', ې: 'ي', ک: 'ك', ة: 'ه', ہ: 'ه', ۃ: 'ه', ە: 'ه' },
};
const OTHERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
/** The digits of Arabic and Persian. */
const DIGITS = /[\u0660-\u0669\u06F0-\u06F9]/gu;

export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(OTHERS, (letter) => LETTERS[letter] ?? letter)
    .replace(DIGITS, (digit) => String((digit.charCodeAt(0) - 0x60) % 0x10))
    .normalize('NFC');
}
