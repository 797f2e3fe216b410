import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const OWNER = 'client/shared/ui/box.ts';
/** What a person did in this very moment, or what is no text box. */
const OWN_ACTS = [
  // The person chose a command, whose choices are searched next.
  'client/desk/palette/palette.tsx: box.value =',
  // The person pressed the number of a request, whose lines are shown next.
  'client/desk/audit/audit-page.tsx: about.value =',
  // The person pressed a button that puts a variable where the cursor is.
  'client/desk/replies/reply-form.tsx: box.setRangeText(',
  // What the person typed before the box was there.
  'client/desk/keys/play.ts: document.execCommand(',
  'client/desk/keys/type-into.ts: document.execCommand(',
  'client/desk/keys/type-into.ts: box.setRangeText(',
  // A select shows the stored value.
  'client/desk/conversation/choice.tsx: select.value =',
  'client/desk/conversation/choice.tsx: event.currentTarget.value =',
  // The picker of files.
  'client/shared/attachments/composer-files.tsx: event.currentTarget.value =',
  'client/shared/profile/picture-part.tsx: event.currentTarget.value =',
];
/** Kinds that hold no text that somebody types letter by letter. */
const NO_TEXT = /type="(?:checkbox|radio|hidden|color|time|date|number|file)"|name="username"/u;

const WRITES =
  /[\w.]+\.value (?:[-+*|&?]{1,2})?=(?![=>])|[\w.]+\.setRangeText\(|[\w.]+\.execCommand\(|prop:value|setAttribute\('value'/gu;

const files = globSync('client/**/*.{ts,tsx}').filter((file) => file !== OWNER);

it('only one file writes into text boxes: everything else proposes, and a box under somebody’s hands stays', () => {
  expect(files.length).toBeGreaterThan(200);
  const written = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const assigned = [...source.matchAll(WRITES)].map(([found]) => `${file}: ${found}`);
    const shown = [...source.matchAll(/<(?:input|textarea)\b[^]*?\/>/gu)]
      .filter(([tag]) => /\svalue=\{/u.test(tag) && !NO_TEXT.test(tag))
      .map(([tag]) => `${file}: ${/\svalue=\{[^\n]*/u.exec(tag)?.[0].trim() ?? tag}`);
    return [...assigned, ...shown];
  });
  expect([...new Set(written)].toSorted()).toEqual(OWN_ACTS.toSorted());
});
