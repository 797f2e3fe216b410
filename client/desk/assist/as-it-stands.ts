const ONLY_A_SHORTCUT = /^\/[\p{L}\p{N}-]*$/u;

/**
 * Stops a reply once that is only a slash and a word: the shortcut of no saved reply, or one sent before the list came. Sent
 * again, it goes.
 */
export function createAsItStands(words: (text: string) => string) {
  let asked = '';
  return (text: string) => {
    if (text === asked || !ONLY_A_SHORTCUT.test(text)) return '';
    asked = text;
    return words(text);
  };
}
