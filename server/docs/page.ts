import { html } from 'hono/html';
import type { Description } from './describe.ts';
import { LANGUAGES } from './examples.ts';
import { calls, callsOf } from './page-calls.ts';
import { GUIDES, guides } from './page-guides.ts';
import { live } from './page-live.ts';
import { errors } from './page-errors.ts';

/** The description as a page that reads without its script; the script adds search, calls and examples. */
export function page(description: Description) {
  const { info, servers } = description;
  const server = servers[0]?.url ?? '';
  const groups = callsOf(description);
  return html`<!doctype html>
    <html lang="en" data-server="${server}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · ${info.title}</title>
        <link rel="stylesheet" href="/api/docs.css" />
        <script type="module" src="/api/docs.js"></script>
      </head>
      <body>
        <a class="skip" href="#start">To the text</a>
        <header>
          <h1>${info.title} <span>API</span></h1>
          <search>
            <label for="find">Find</label>
            <input id="find" type="search" placeholder="A path, a word, a right" autocomplete="off" />
            <kbd aria-hidden="true">/</kbd>
          </search>
          <p class="choice">
            <label for="language">Examples in</label>
            <select id="language">
              ${LANGUAGES.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
            </select>
          </p>
          <p role="status" id="count"></p>
        </header>
        <div class="columns">
          <nav aria-label="Contents">
            <details id="contents" open>
              <summary>Contents</summary>
              <h2>Guides</h2>
              <ul>
                ${GUIDES.map(({ id, title }) => html`<li><a href="${`#${id}`}">${title}</a></li>`)}
              </ul>
              <h2>Calls</h2>
              <ul>
                ${groups.map(
                  ({ id, name, operations }) =>
                    html`<li><a href="${`#${id}`}">${name}</a> <span>${operations.length}</span></li>`,
                )}
              </ul>
            </details>
          </nav>
          <main>${guides(server)} ${live(server)} ${errors()} ${groups.map(calls)}</main>
        </div>
        <template id="tools">
          <div class="example">
            <pre tabindex="0"><code></code></pre>
            <p>
              <button type="button" data-do="send">Send this call</button>
              <button type="button" data-do="copy">Copy</button> <span role="status"></span>
            </p>
            <pre class="answer" tabindex="0" hidden></pre>
          </div>
        </template>
      </body>
    </html>`;
}
