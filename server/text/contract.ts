import * as v from 'valibot';

/**
 * How the API description shows a schema whose checks are code: JSON Schema that is added to what is known, or that
 * replaces it if it has a `type`.
 */
/* @__NO_SIDE_EFFECTS__ */
export const shownAs = <I>(schema: object) => v.metadata<I, { shownAs: object }>({ shownAs: schema });

/** Clients create ids, so that a retry has the same id. */
export const uuid = v.pipe(v.string(), v.toLowerCase(), v.uuid('This is not a valid id.'));

/**
 * What is invisible and belongs to words: joiners after letters of scripts that use them and inside emoji, the vowel
 * separator of Mongolian, variation selectors, the tags of a flag such as that of Scotland. Between other letters joiners
 * would make two names that look the same.
 */
const JOINED =
  /(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\p{Script=Han}|\p{Script=Hangul})[\p{L}\p{M}][\u200C\u200D]|\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?\u200D(?=\p{Extended_Pictographic})|[\u1820-\u18AA]\u180E|\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/u;
/**
 * What is invisible and dangerous in a line: C0 and C1 controls except tab and newline, embeddings, overrides and isolates
 * that turn letters around, tags that hide a text, annotations, fillers, zero-width spaces, and joiners elsewhere.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200D\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFC\u{E0000}-\u{E00FF}]/u;
const INVISIBLE = new RegExp(`(${JOINED.source})|${HIDDEN.source}`, 'gu');
/** Marks of direction order the punctuation of a text that is written from the right. */
const DIRECTION = /[\u061C\u200E\u200F]/gu;
const FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** A blank of Braille, or a joiner or selector that follows nothing. */
const SHOWS_NOTHING = /^[\s\u2800\u061C\u200C-\u200F\uFE00-\uFE0F]*$/u;

function seen(text: string): string {
  const visible = text.replace(INVISIBLE, '$1');
  const ordered = FROM_RIGHT.test(visible) ? visible : visible.replace(DIRECTION, '');
  return SHOWS_NOTHING.test(ordered) ? '' : ordered.trim();
}

/** The visible part of a text, on one line. */
export const oneLine = (text: string) => seen(text.normalize('NFC')).replace(/\s+/gu, ' ');

/** A line such as a name or subject. Removes invisible characters. */
export const line = (min: number, max: number, ask: string) =>
  v.pipe(
    v.string(),
    // Checked before normalising, which takes quadratic time for a long chain of accents.
    v.maxLength(4 * max, `${ask} of at most ${max} characters.`),
    v.check((text) => text.isWellFormed(), 'This text holds a broken character.'),
    v.transform((text) => oneLine(text.slice(0, 4 * max))),
    v.check((text) => text.length >= min, `${ask}.`),
    v.check((text) => text.length <= max, `${ask} of at most ${max} characters.`),
    shownAs({ minLength: min, maxLength: max }),
  );

export const BODY_MAX = 10_000;
/** The text of a message with attachments, possibly empty. */
export const bodyOrNone = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), 'This text holds a broken character.'),
  v.transform((text) =>
    text
      .replace(/\r\n?/gu, '\n')
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/gu, '')
      .trimEnd(),
  ),
  v.check((text) => text.length <= BODY_MAX, `Use at most ${BODY_MAX.toLocaleString('en')} characters.`),
  shownAs({ maxLength: BODY_MAX }),
);
export const ASK = 'Write something first.';
const saysSomething = (text: string) => seen(text).length > 0;
/** The text of a message. Only C0 controls are removed: some languages need bidi and zero-width characters. */
export const body = v.pipe(bodyOrNone, v.check(saysSomething, ASK), shownAs({ minLength: 1, maxLength: BODY_MAX }));
/** For an input with both fields: `v.forward(v.partialCheck([['body'], ['attachmentIds']], hasTextOrFiles, ASK), ['body'])`. */
export const hasTextOrFiles = ({ body, attachmentIds = [] }: { body: string; attachmentIds?: string[] | undefined }) =>
  attachmentIds.length > 0 || saysSomething(body);

/** A whole number in a query. */
/* @__NO_SIDE_EFFECTS__ */
export const wholeNumber = ({
  min = 0,
  max = 1e15,
  ask = 'Use a number.',
}: { min?: number; max?: number; ask?: string } = {}) =>
  v.pipe(
    v.string(),
    v.regex(/^-?\d{1,15}$/u, ask),
    v.transform(Number),
    v.minValue(min, `Use at least ${min}.`),
    v.maxValue(max, `Use at most ${max}.`),
    shownAs({ type: 'integer', minimum: min, maximum: max }),
  );

/** `true` or `false` in a query. */
export const flag = v.pipe(
  v.picklist(['true', 'false'], 'Use true or false.'),
  v.transform((value) => value === 'true'),
  shownAs({ type: 'boolean' }),
);
