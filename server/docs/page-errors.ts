import { html } from 'hono/html';
import { codesOf, PROBLEMS } from './problems.ts';

export const errors = () => html`
  <section aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <p>
      Every error has one shape: <code>{ "error": { "code", "message", "fields"?, "details"? } }</code>. Programs read
      <code>code</code>, which keeps its meaning; people read <code>message</code>. <code>fields</code> says what is
      wrong with each field of a 422. After a 429 or a 503, wait the seconds of <code>Retry-After</code>.
    </p>
    ${Object.entries(PROBLEMS).map(
      ([status, name]) => html`
        <h3 id="${`error-${status}`}">${status} ${name}</h3>
        <dl class="codes">
          ${codesOf(Number(status)).map(
            ([code, [, when]]) =>
              html`<dt><code>${code}</code></dt>
                <dd>${when}</dd>`,
          )}
        </dl>
      `,
    )}
  </section>
`;
