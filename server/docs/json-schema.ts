import { type JsonSchema, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { menuNode } from '../auth/contract.ts';
import { attachment } from '../attachments/contract.ts';
import { auditLine } from '../audit/contract.ts';
import { draft } from '../drafts/contract.ts';
import { hours } from '../hours/contract.ts';
import { facts } from '../live/contract.ts';
import { message } from '../messages/contract.ts';
import { note } from '../notes/contract.ts';
import { me, person, user } from '../people/contract.ts';
import { place } from '../place/contract.ts';
import { rating } from '../rating/contract.ts';
import { savedReply } from '../saved-replies/contract.ts';
import { found } from '../search/contract.ts';
import { site, siteLook } from '../sites/contract.ts';
import { tag } from '../tags/contract.ts';
import { category, priority, status } from '../ticket-fields/contract.ts';
import { event, ticketRow } from '../tickets/contract.ts';
import { apiToken } from '../tokens/contract.ts';
import { savedView } from '../views/contract.ts';
import { visitor } from '../widget/contract.ts';
import { anyEvent } from './event-types.ts';

/** The schemas that get a name in the description; all others stand where they are used. */
const NAMED = {
  ApiToken: apiToken,
  Attachment: attachment,
  AuditLine: auditLine,
  Category: category,
  Draft: draft,
  Event: event,
  Facts: facts,
  Hours: hours,
  Me: me,
  MenuItem: menuNode,
  Message: message,
  Note: note,
  Person: person,
  Place: place,
  Priority: priority,
  Rating: rating,
  SavedReply: savedReply,
  SearchResult: found,
  Site: site,
  SiteLook: siteLook,
  Status: status,
  Tag: tag,
  Ticket: ticketRow,
  User: user,
  View: savedView,
  Visitor: visitor,
} satisfies Record<string, v.GenericSchema>;

type Options = NonNullable<Parameters<typeof toJsonSchema>[1]>;
const conversion: Options = {
  target: 'draft-2020-12',
  errorMode: 'ignore',
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  /** A schema that code checks says by `shownAs` how it looks from outside. One with a type replaces what is known. */
  overrideAction({ valibotAction, jsonSchema }) {
    const { shownAs } = metadataOf(valibotAction);
    if (!shownAs) return jsonSchema;
    // The library copies unknown metadata into the schema.
    const { shownAs: _copied, ...known } = jsonSchema as JsonSchema & { shownAs?: object };
    return shownAs.type ? shownAs : { ...known, ...shownAs };
  },
};

const metadataOf = (action: { kind: string; metadata?: { shownAs?: JsonSchema } }) => action.metadata ?? {};

/** The schema with references to the components. */
export function jsonSchemaOf(schema: v.GenericSchema): JsonSchema {
  const {
    $schema: _version,
    $defs: _components,
    ...rest
  } = toJsonSchema(schema, { ...conversion, definitions: NAMED });
  return rest;
}

/** The contract of the apps leaves the fields of an event open, because TypeScript knows them. Other programs read them here. */
export const componentSchemas = () => ({ ...toJsonSchemaDefs(NAMED, conversion), Event: jsonSchemaOf(anyEvent) });
