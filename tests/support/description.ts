import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answer } from './person.ts';

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, { $ref?: string; content?: Content }> }>>;
  components: { responses: Record<string, { content: Content; description: string }> };
}
type Content = Record<string, { schema: object }>;

interface EventSchema {
  properties: { type: { const: string } };
}

/** What is wrong with an event by the description; a field that its type does not name is wrong too. */
export async function eventProblems(url: string) {
  const description = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
    components: { schemas: { Event: { anyOf: EventSchema[] } } };
  };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(description, 'description');
  const known = description.components.schemas.Event.anyOf.map(({ properties }) => properties.type.const);
  return (event: { type: string } & object): string[] => {
    const at = known.indexOf(event.type);
    if (at < 0) return [`${event.type} is not described`];
    const ref = `description#/components/schemas/Event/anyOf/${at}`;
    const validate = ajv.compile({ $ref: ref, unevaluatedProperties: false });
    const isAsDescribed: boolean = validate(event);
    return isAsDescribed ? [] : [`${event.type}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(event)}`];
  };
}

/** Holds answers against the API description that the server itself gives. */
export async function describedBy(url: string) {
  const description = (await (await fetch(`${url}/api/openapi.json`)).json()) as Description;
  // Formats are left to the validators of the description; `strict` would refuse OpenAPI's own words.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(description, 'description');
  const compiled = new Map<string, ValidateFunction>();

  const pointer = (...steps: string[]) =>
    steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

  /** What is wrong with the answer to a route such as `GET /api/tickets/:id`; null if it is as described. */
  return function problemOf(route: string, { status, body }: Answer): string | null {
    const [method = '', path = ''] = route.split(' ');
    const operation = description.paths[path.replace(/:(\w+)/gu, '{$1}')]?.[method.toLowerCase()];
    if (!operation) return path.startsWith('/api') ? `${route} is not described` : null;
    const response = operation.responses[status];
    if (!response) return `${route} answered ${status}, which is not described: ${JSON.stringify(body).slice(0, 200)}`;
    const name = response.$ref?.split('/').at(-1);
    const content = (name ? description.components.responses[name] : response)?.content;
    if (!content?.['application/json']) return null;
    const place = name
      ? pointer('components', 'responses', name)
      : pointer('paths', path.replace(/:(\w+)/gu, '{$1}'), method.toLowerCase(), 'responses', String(status));
    const ref = `description#/${place}/content/application~1json/schema`;
    const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, validate);
    if (!validate(body))
      return `${route} ${status}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 300)}`;
    const code = (body as { error?: { code: string } } | null)?.error?.code;
    const known = name && description.components.responses[name]?.description;
    return code && known && !known.includes(`\`${code}\``) ? `${route} ${status}: ${code} is not described` : null;
  };
}
