import type { JsonSchema } from '@valibot/to-json-schema';
import { html } from 'hono/html';
import type { Description } from './describe.ts';
import { exampleOf } from './example.ts';
import type { Operation } from './operations.ts';
import type { Shown } from './page-calls.ts';
import { schema, words } from './page-parts.ts';

/** One call: what it takes and what it answers. All calls together are ten times as large as the page that lists them. */
export const callPage = (call: Shown, { info, components }: Description) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${call.method.toUpperCase()} ${call.path} · ${info.title}</title>
        <link rel="stylesheet" href="/api/docs.css" />
      </head>
      <body>
        <main>
          <p><a href="${`/api/docs#${call.spec.operationId}`}">All calls</a></p>
          <h1>${call.method.toUpperCase()} <code>${call.path}</code></h1>
          <p>${call.spec.summary}. ${call.spec.description}</p>
          ${fieldsAndAnswers(call.spec, components.schemas)}
        </main>
      </body>
    </html>`;

function fieldsAndAnswers(spec: Operation['spec'], schemas: Description['components']['schemas']) {
  const [body] = Object.entries(spec.requestBody?.content ?? {});
  const isJson = body?.[0] === 'application/json';
  const example = body && isJson ? JSON.stringify(exampleOf(body[1].schema, schemas), null, 2) : '';
  const parameters = spec.parameters ?? [];
  return html`
    <div class="call">
      ${parameters.map(
        (parameter) => html`
          <p class="field">
            <label for="${`${spec.operationId}-${parameter.name}`}"><code>${parameter.name}</code></label>
            <input
              id="${`${spec.operationId}-${parameter.name}`}"
              data-in="${parameter.in}"
              data-kind="${parameter.schema.type ?? ''}"
              name="${parameter.name}"
              autocomplete="off"
            />
            <span
              >${kindOf(parameter.schema)}${parameter.required ? '' : ', optional'}${
                parameter.description ? html`<br />${words(parameter.description)}` : ''
              }</span
            >
          </p>
        `,
      )}
      ${
        isJson
          ? html`<p class="field wide">
              <label for="${`${spec.operationId}-body`}">Body</label>
              <textarea
                id="${`${spec.operationId}-body`}"
                name="body"
                rows="${Math.min(12, example.split('\n').length)}"
                spellcheck="false"
              >
${example}</textarea>
            </p>`
          : ''
      }
      <div class="tools"></div>
      ${body ? fields(body[1].schema) : ''} ${answers(spec)}
    </div>
  `;
}

/** The fields of a body as a table, and its whole schema. */
function fields(content: JsonSchema) {
  const required = content.required ?? [];
  return html`
    <details class="schema">
      <summary>The fields of the body</summary>
      <table>
        <tbody>
          ${Object.entries(content.properties ?? {}).map(
            ([name, property]) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                <td>${typeof property === 'boolean' ? 'anything' : kindOf(property)}</td>
                <td>${required.includes(name) ? '' : 'optional'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <pre tabindex="0">${JSON.stringify(content, null, 2)}</pre>
    </details>
  `;
}

function answers({ responses }: Operation['spec']) {
  const entries = Object.entries(
    responses as Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }>,
  );
  const good = entries.filter(([status]) => status < '300');
  const bad = entries.filter(([status]) => status >= '400');
  return html`
    ${good.map(([status, { content }]) => {
      const [media] = Object.values(content ?? {});
      return media?.schema ? schema(`Answer ${status}`, media.schema) : html`<p>Answer ${status}, without a body.</p>`;
    })}
    <p>
      Errors:
      ${bad.map(([status, { $ref }]) => html`<a href="${`/api/docs#error-${status}`}">${status} ${$ref?.split('/').at(-1)}</a> `)}
    </p>
  `;
}

/** What a value may be, in a few words. */
function kindOf(content: JsonSchema): string {
  if (content.enum) return content.enum.map(String).join(', ');
  if (content.const !== undefined) return JSON.stringify(content.const);
  const ref = content.$ref?.split('/').at(-1);
  if (ref) return ref;
  const choices = content.anyOf ?? content.oneOf;
  if (choices) return choices.map((one) => (typeof one === 'boolean' ? 'anything' : kindOf(one))).join(' or ');
  const { items, minimum = 0, maximum, maxLength } = content;
  if (content.type === 'array')
    return `list of ${typeof items === 'object' && !Array.isArray(items) ? kindOf(items) : 'values'}`;
  const range = maximum === undefined || maximum >= 1e15 ? '' : ` from ${minimum} to ${maximum}`;
  const length = maxLength === undefined || content.format ? '' : `, at most ${maxLength} characters`;
  return `${content.format ?? KINDS[String(content.type)] ?? 'text'}${range}${length}`;
}

const KINDS: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'null',
};
