import * as v from 'valibot';
import { ACTIONS, type Area, AREAS, person, rights, type Rights } from '../people/contract.ts';
import { line, shownAs, uuid } from '../text/contract.ts';

/** More programs than one person runs. */
export const TOKENS_MOST = 50;
export const TOKEN_DAYS_MOST = 365;
export const OVERLAP_HOURS_MOST = 7 * 24;

/** A token as its owner and an admin see it. Its secret is told once, when it is made. */
export const apiToken = v.object({
  /** Public: it opens nothing. */
  id: v.string(),
  name: v.string(),
  /** Whom the program acts as: a person, or a machine with a name of its own. */
  owner: person,
  isMachine: v.boolean(),
  role: v.string(),
  /** What it may do, as far as the role allows it too. */
  scopes: rights,
  /** Who made it; null if it was made from a shell. */
  by: v.nullable(person),
  createdAt: v.number(),
  expiresAt: v.number(),
  /** To within a few minutes; null if never. */
  usedAt: v.nullable(v.number()),
  usedAddress: v.nullable(v.string()),
  /** Until when the secret before the last rotation works; null if there is none. */
  previousUntil: v.nullable(v.number()),
});
export type ApiToken = Omit<v.InferOutput<typeof apiToken>, 'scopes'> & { scopes: Rights };

export const apiTokens = v.object({ items: v.array(apiToken) });
/** `secret` is told only here: the server keeps its hash. */
export const madeToken = v.object({ token: apiToken, secret: v.string() });

const tokenName = line(1, 80, 'Write a name');
const someActions = v.optional(v.array(v.picklist(ACTIONS)));
/** `fromEntries` forgets the names that it is given. */
const ofAreas = Object.fromEntries(AREAS.map((area) => [area, someActions])) as Record<Area, typeof someActions>;
/** Each area once, its actions in one order. */
const scopes = v.pipe(
  v.strictObject(ofAreas),
  v.transform((wanted): Rights => {
    const kept: Rights = {};
    for (const area of AREAS) {
      const actions = ACTIONS.filter((action) => wanted[area]?.includes(action));
      if (actions.length > 0) kept[area] = actions;
    }
    return kept;
  }),
  v.check((kept) => Object.keys(kept).length > 0, 'Choose at least one thing that the token may do.'),
  shownAs({
    type: 'object',
    properties: Object.fromEntries(AREAS.map((area) => [area, { type: 'array', items: { enum: [...ACTIONS] } }])),
    additionalProperties: false,
    minProperties: 1,
    examples: [{ tickets: ['view'] }],
  }),
);
const days = v.optional(
  v.pipe(
    v.number(),
    v.safeInteger('Use a whole number of days.'),
    v.minValue(1, 'Use at least 1 day.'),
    v.maxValue(TOKEN_DAYS_MOST, `Use at most ${TOKEN_DAYS_MOST} days.`),
  ),
  90,
);

export const createToken = v.strictObject({ name: tokenName, scopes, days });
/** `role`: what the machine could do with every scope. */
export const createMachine = v.strictObject({
  name: tokenName,
  role: v.pipe(v.string(), v.maxLength(40)),
  scopes,
  days,
});
export const editToken = v.strictObject({ name: v.optional(tokenName), scopes: v.optional(scopes) });
/** How long the old secret works beside the new one. */
export const rotateToken = v.strictObject({
  overlapHours: v.optional(
    v.pipe(
      v.number(),
      v.safeInteger('Use a whole number of hours.'),
      v.minValue(0, 'Use 0 or more hours.'),
      v.maxValue(OVERLAP_HOURS_MOST, `Use at most ${OVERLAP_HOURS_MOST} hours.`),
    ),
    24,
  ),
});
export const tokenId = v.strictObject({ id: uuid });
