/** What was typed for the palette before it was there: its first words. */
let letters = '';

export const typedAhead = {
  add: (letter: string) => void (letters += letter),
  forget: () => void (letters = ''),
  take() {
    const taken = letters;
    letters = '';
    return taken;
  },
};
