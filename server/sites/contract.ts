import * as v from 'valibot';
import { hours } from '../hours/contract.ts';
import { line, uuid } from '../text/contract.ts';

const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/u;
const OWN_MACHINE = /^(?:localhost|127\.0\.0\.1)$/u;

/**
 * An exact origin: scheme, host and port, normalised as browsers do. Plain http is only allowed for the own machine. The
 * value goes into headers, so characters such as `;` and `*`, which browsers allow in hosts, are refused.
 */
const origin = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(255, 'This address is too long.'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const problem = originProblem(dataset.value);
    if (problem) addIssue({ message: problem });
    return problem ? NEVER : new URL(dataset.value).origin;
  }),
);
function originProblem(text: string): string | null {
  const url = /^https?:\/\//iu.test(text) ? URL.parse(text) : null;
  if (!url) return 'Write an address that begins with https://, such as https://shop.example.';
  if (url.username || url.password) return 'Write the address without a name or a password.';
  if (text.includes('*')) return 'Write each address separately, without *.';
  if (!HOST.test(url.hostname)) return 'Write an address such as https://shop.example.';
  // Allows the slash that browsers append.
  if (url.href !== `${url.origin}/` || /[?#]$/u.test(text)) return `Leave out the page: ${url.origin} is enough.`;
  if (url.protocol === 'http:' && !OWN_MACHINE.test(url.hostname))
    return 'Use https. Plain http is only for your own machine, such as http://localhost:8080.';
  return null;
}

const note = (max: number) => v.optional(line(0, max, 'Write a text'), '');
/** A field that the widget asks for before the first message. */
const field = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/u, 'Use small letters, digits and _.')),
    label: line(1, 80, 'Write a question'),
    type: v.picklist(['text', 'email', 'choice']),
    choices: v.optional(
      v.pipe(
        v.array(line(1, 80, 'Write a choice')),
        v.maxLength(20, 'Give at most 20 choices.'),
        v.check((all) => new Set(all).size === all.length, 'Use each choice once.'),
      ),
      [],
    ),
    required: v.boolean(),
  }),
  v.forward(
    v.partialCheck(
      [['type'], ['choices']],
      ({ type, choices }) => (type === 'choice' ? choices.length > 1 : choices.length === 0),
      'Give at least two choices, and only to a question of the type choice.',
    ),
    ['choices'],
  ),
);
export type SiteField = v.InferOutput<typeof field>;

export const FIELDS_MOST = 8;
/** The look and texts of the widget on a site. An empty text means the widget's own text in the visitor's language. */
export const siteLook = v.strictObject({
  /** The background of the launcher, the send button and the visitor's messages. The text colour is computed. */
  brand: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/iu, 'Write a colour such as #1c5c45.'), v.toLowerCase()),
  /** The side of the launcher, relative to the direction of the text. */
  side: v.picklist(['start', 'end']),
  title: note(60),
  greeting: note(300),
  /** The text outside the opening hours. */
  away: note(300),
  fields: v.pipe(
    v.array(field),
    v.maxLength(FIELDS_MOST, 'Ask at most eight questions.'),
    v.check((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Give each question its own name.'),
  ),
});
export type SiteLook = v.InferOutput<typeof siteLook>;
export const DEFAULT_LOOK: SiteLook = { brand: '#1c5c45', side: 'end', title: '', greeting: '', away: '', fields: [] };

const editable = {
  name: line(1, 80, 'Write a name'),
  origins: v.pipe(
    v.array(origin),
    v.maxLength(50, 'Use at most 50 addresses.'),
    v.transform((all) => [...new Set(all)]),
  ),
  look: siteLook,
  hours: v.nullable(hours),
};
export const createSite = v.strictObject({
  id: v.optional(uuid),
  name: editable.name,
  origins: editable.origins,
  look: v.optional(siteLook, DEFAULT_LOOK),
  hours: v.optional(v.nullable(hours), null),
});
export type CreateSite = v.InferOutput<typeof createSite>;
export const editSite = v.partial(v.strictObject(editable));
export type EditSite = v.InferOutput<typeof editSite>;
/** The desk loads all sites at once. */
export const SITES_MOST = 200;

/** A site as admins see it. `seenOrigin` and `seenAt` are null until a page has loaded the widget. */
export const site = v.object({
  id: v.string(),
  key: v.string(),
  name: v.string(),
  origins: v.array(v.string()),
  look: siteLook,
  hours: v.nullable(hours),
  hasIdentitySecret: v.boolean(),
  seenOrigin: v.nullable(v.string()),
  seenAt: v.nullable(v.number()),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type Site = v.InferOutput<typeof site>;

/** `POST /api/sites/:id/identity-secret` replaces the secret and returns the new one, which is shown only once. */
export const identitySecret = v.object({ secret: v.string() });

/** `POST /api/sites/:id/identity-check` checks a token step by step without using it up. */
export const checkIdentity = v.strictObject({
  token: v.pipe(v.string(), v.trim(), v.maxLength(4000, 'This is too long for a token.')),
});
export const identityReport = v.object({
  ok: v.boolean(),
  checks: v.array(
    v.object({
      check: v.picklist(['parts', 'json', 'alg', 'signature', 'aud', 'sub', 'exp', 'jti']),
      ok: v.boolean(),
      words: v.string(),
    }),
  ),
});
export type IdentityReport = v.InferOutput<typeof identityReport>;
