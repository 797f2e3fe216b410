import { html } from 'hono/html';
import type { Description } from './describe.ts';
import type { Operation } from './operations.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export interface Shown {
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

/** A group as the page shows it. What a call takes and answers is a page of its own, which the script fetches when the call is opened. */
export const calls = ({ id, name, about, operations }: Group) => html`
  <section class="calls">
    <h2 id="${id}">${name}</h2>
    <p>${about}</p>
    ${operations.map(shown)}
  </section>
`;

const shown = ({ method, path, spec }: Shown) => html`
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
      <p class="more"><a href="${`/api/docs/calls/${spec.operationId}`}">Fields, example and answers</a></p>
    </div>
  </details>
`;
