import * as v from 'valibot';

/**
 * How the API description shows a schema whose checks are code: JSON Schema that is added to what is known, or that
 * replaces it if it has a `type`.
 */
/* @__NO_SIDE_EFFECTS__ */
export const shownAs = <I>(schema: object) => v.metadata<I, { shownAs: object }>({ shownAs: schema });

/** Clients create ids, so that a retry has the same id. */
export const uuid = v.pipe(v.string(), v.toLowerCase(), v.uuid('This is not a valid id.'));

// Invisible characters: C0/C1 controls except tab and newline, zero-width, bidi controls, the byte order mark.
const INVISIBLE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/gu;
const seen = (text: string) => text.replace(INVISIBLE, '').trim();

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
