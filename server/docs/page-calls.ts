import type { JsonSchema } from '@valibot/to-json-schema';
import { html } from 'hono/html';
import type { Description } from './describe.ts';
import { exampleOf } from './example.ts';
import type { Operation } from './operations.ts';
import { schema, words } from './page-parts.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Shown {
  method: Operation['method'];
  path: string;
  spec: Operation['spec'];
}
interface Group {
  id: string;
  name: string;
  about: string;
  operations: Shown[];
}

/** The calls of the description in their groups. */
export function callsOf({ paths, tags }: Description): Group[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, spec: item[method] }] : [])),
  );
  return tags.map(({ name, description }) => ({
    ...{ id: `calls-${name.toLowerCase().replaceAll(' ', '-')}`, name, about: description },
    operations: operations.filter(({ spec }) => spec.tags[0] === name),
  }));
}

export const calls = ({ id, name, about, operations }: Group, description: Description) => html`
  <section class="calls">
    <h2 id="${id}">${name}</h2>
    <p>${about}</p>
    ${operations.map((operation) => shown(operation, description))}
  </section>
`;

function shown({ method, path, spec }: Shown, description: Description) {
  const [body] = Object.entries(spec.requestBody?.content ?? {});
  const isJson = body?.[0] === 'application/json';
  const example =
    body && isJson ? JSON.stringify(exampleOf(body[1].schema, description.components.schemas), null, 2) : '';
  const parameters = spec.parameters ?? [];
  return html`
    <details
      id="${spec.operationId}"
      data-method="${method}"
      data-path="${path}"
      ${spec.security.length === 0 ? 'data-open' : ''}
    >
      <summary>
        <b class="${method}">${method.toUpperCase()}</b> <code>${path}</code> <span>${spec.summary}</span>
      </summary>
      <div>
        <p>${spec.description}</p>
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
    </details>
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
      ${bad.map(([status, { $ref }]) => html`<a href="${`#error-${status}`}">${status} ${$ref?.split('/').at(-1)}</a> `)}
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
