/** Letters typed for the palette before its code was loaded. */
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
