import { html } from 'hono/html';
import type { Description } from './describe.ts';
import { exampleOf } from './example.ts';
import { LANGUAGES } from './examples.ts';
import type { Operation } from './operations.ts';
import { live } from './page-live.ts';
import { programs, schema } from './page-parts.ts';
import { codesOf, PROBLEMS } from './problems.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The description as a page that reads without its script; the script adds search, calls and examples. */
export function page(description: Description) {
  const { info, paths, tags, servers } = description;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, spec: item[method] }] : [])),
  );
  return html`<!doctype html>
    <html lang="en" data-server="${servers[0]?.url ?? ''}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · ${info.title}</title>
        <link rel="stylesheet" href="/api/docs.css" />
        <script type="module" src="/api/docs.js"></script>
      </head>
      <body>
        <header>
          <h1>The API</h1>
          <search>
            <label for="find">Find</label>
            <input id="find" type="search" placeholder="A path, a word, a right" autocomplete="off" />
            <label for="language">Examples in</label>
            <select id="language">
              ${LANGUAGES.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
            </select>
          </search>
          <p role="status" id="count"></p>
        </header>
        <main>
          ${start()} ${job(servers[0]?.url ?? '')}
          ${tags.map(({ name }) =>
            section(
              name,
              operations.filter(({ spec }) => spec.tags[0] === name),
              description,
            ),
          )}
          ${live(servers[0]?.url ?? '')} ${errors()}
        </main>
        <template id="tools">
          <div class="example">
            <pre tabindex="0"><code></code></pre>
            <p>
              <button type="button" data-do="copy">Copy</button>
              <button type="button" data-do="send">Send this call</button> <span role="status"></span>
            </p>
            <pre class="answer" tabindex="0" hidden></pre>
          </div>
        </template>
      </body>
    </html>`;
}

const start = () => html`
  <section>
    <h2>Start</h2>
    <p>
      The whole description for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Times are
      milliseconds since 1970, UTC.
    </p>
    <p>
      Sign in at <code>POST /api/auth/login</code> and send the cookie back. Every change also needs the header
      <code>Origin</code> with the address of this server, because a cookie alone proves nothing about who sends it.
    </p>
    <p>
      An error is <code>{ "error": { "code", "message", "fields"?, "details"? } }</code>. Programs read
      <code>code</code>; the codes are listed with each answer in the description.
    </p>
    <p>
      Create the ids of tickets, messages and notes yourself, as UUIDs: then a call that is sent twice is done once, and
      the second answer is 200 with the same thing.
    </p>
  </section>
`;

const job = (server: string) => html`
  <section aria-labelledby="main-job">
    <h2 id="main-job">The main job</h2>
    <p>
      Sign in, open a ticket for a customer, list, answer, resolve, and read what happened. The address and the password
      of a member of the team come from the environment, as <code>EMAIL</code> and <code>PASSWORD</code>.
    </p>
    ${programs('job', server)}
  </section>
`;

type Shown = { method: Operation['method']; path: string; spec: Operation['spec'] };

const section = (name: string, operations: Shown[], description: Description) => html`
  <section aria-labelledby="${`tag-${name}`}">
    <h2 id="${`tag-${name}`}">${name}</h2>
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
      <summary><b>${method.toUpperCase()}</b> <code>${path}</code> <span>${spec.summary}</span></summary>
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
              <span>${kindOf(parameter.schema)}${parameter.required ? '' : ', optional'}</span>
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
        ${body ? schema('What the body may be', body[1].schema) : ''} ${answers(spec)}
      </div>
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

function kindOf(content: {
  type?: unknown;
  format?: string;
  enum?: unknown[];
  anyOf?: unknown[];
  minimum?: number;
  maximum?: number;
}) {
  if (content.enum) return content.enum.join(', ');
  const range =
    content.maximum === undefined || content.maximum >= 1e15
      ? ''
      : ` from ${content.minimum ?? 0} to ${content.maximum}`;
  return `${content.format ?? (typeof content.type === 'string' ? content.type : 'text')}${range}`;
}

const errors = () => html`
  <section aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <dl>
      ${Object.entries(PROBLEMS).map(
        ([status, name]) => html`
          <dt id="${`error-${status}`}">${status} ${name}</dt>
          ${codesOf(Number(status)).map(([code, [, when]]) => html`<dd><code>${code}</code> ${when}</dd>`)}
        `,
      )}
    </dl>
  </section>
`;
