import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type Program, programIn } from './examples.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A program in its languages; the script shows the chosen one. Without it, one after the other. */
export const programs = (program: Program, server: string) => html`
  <div class="programs">
    ${programIn(program, server).map(
      ({ code, name, text }) => html`
        <figure data-language="${code}">
          <figcaption>${name}</figcaption>
          <pre id="${`${program}-${code}`}" tabindex="0"><code>${text}</code></pre>
        </figure>
      `,
    )}
  </div>
`;

export const schema = (title: Html | string, content: object) => html`
  <details class="schema">
    <summary>${title}</summary>
    <pre tabindex="0">${JSON.stringify(content, null, 2)}</pre>
  </details>
`;

/** A sentence with code between backticks. */
export const words = (text: string) =>
  text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
