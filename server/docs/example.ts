import type { JsonSchema } from '@valibot/to-json-schema';

type Schemas = Record<string, unknown>;

/** A value that fits the schema, to start from: its required fields, or all if none is required. */
export function exampleOf(schema: JsonSchema | boolean, components: Schemas, depth = 0): unknown {
  if (typeof schema === 'boolean' || depth > 6) return null;
  if (schema.$ref) return exampleOf(resolve(schema.$ref, components), components, depth + 1);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first !== undefined) return exampleOf(first, components, depth + 1);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => !schema.required?.length || schema.required.includes(name))
          .map(([name, property]) => [
            name,
            namedExample(name, property) ?? exampleOf(property, components, depth + 1),
          ]),
      );
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

/** Texts that say more than “Text”, by the names of their fields. */
const NAMED: Record<string, string> = {
  ...{ status: 'resolved', priority: 'high', subject: 'No heating', body: 'He called at 9:40.', name: 'Mia' },
  ...{ password: 'a long enough password', current: 'a long enough password', next: 'another long password' },
};
const namedExample = (name: string, schema: JsonSchema | boolean) =>
  typeof schema === 'object' && schema.type === 'string' && !schema.enum ? NAMED[name] : undefined;

const textOf = ({ format, pattern }: JsonSchema) =>
  format === 'uuid'
    ? '0190f6a4-7c1e-7d3a-9b52-3f1c8a4d2e10'
    : format === 'email'
      ? 'mia@post.example'
      : pattern?.startsWith('^[a-z]')
        ? 'code'
        : 'Text';

/** Components hold plain JSON Schema. */
const resolve = (ref: string, components: Schemas) => (components[ref.split('/').at(-1) ?? ''] ?? {}) as JsonSchema;
