/** The relative luminance (WCAG 2) of a colour `#rrggbb`, from 0 to 1. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever has more contrast; one of them always has 4.5 to 1 or more. */
export const textOn = (hex: string) => (contrast(hex, '#000000') > contrast(hex, '#ffffff') ? '#000000' : '#ffffff');

export const isColour = (text: string) => /^#[0-9a-f]{6}$/iu.test(text);
