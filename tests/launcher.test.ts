import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inkOn, labelIn } from '../server/widget/launcher.ts';

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = (parts: number[]) =>
  [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * linear((parts[at] ?? 0) / 255), 0);
const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

it('writes on a brand’s colour in the one of black and white that can be read better', () => {
  const part = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(part, part, part), (parts) => {
      const colour = `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
      const chosen = contrast(luminance(parts), inkOn(colour) === '#000000' ? 0 : 1);
      const other = contrast(luminance(parts), inkOn(colour) === '#000000' ? 1 : 0);
      expect(chosen).toBeGreaterThanOrEqual(other);
      expect(chosen).toBeGreaterThan(4.5);
    }),
  );
});

it.each([
  ['ar-EG', 'فتح الدردشة'],
  ['FR', 'Ouvrir le chat'],
  ['pt', 'Open chat'],
  ['', 'Open chat'],
  ['__proto__', 'Open chat'],
  [undefined, 'Open chat'],
])('names the launcher in the language of the page: %s', (locale, label) => {
  expect(labelIn(locale)).toBe(label);
});
