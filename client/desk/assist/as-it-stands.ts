const ONLY_A_SHORTCUT = /^\/[\p{L}\p{N}-]*$/u;

/**
 * Refuses a reply that is only a slash and a word: no saved reply has this shortcut, or the list of saved replies is
 * not loaded yet. Sending the same text again sends it as it stands.
 */
export function createAsItStands(words: (text: string) => string) {
  let asked = '';
  return (text: string) => {
    if (text === asked || !ONLY_A_SHORTCUT.test(text)) return '';
    asked = text;
    return words(text);
  };
}
