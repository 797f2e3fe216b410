import * as v from 'valibot';

/** Twice the size at which the profile shows it, which is the largest. */
export const PICTURE_PIXELS = 192;
/** Larger than the photos of phones. Stored are some ten kilobytes. */
export const PICTURE_MOST_BYTES = 10 * 2 ** 20;

/** A new random key with each picture. */
export const pictureKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u, 'This is not the key of a picture.'));

export const pictureAt = (key: string | null) => key && `/api/pictures/${key}`;

/** The body has the `file` and nothing else. */
export const pictureForm = v.strictObject({});
