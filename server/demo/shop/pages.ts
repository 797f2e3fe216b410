import { html } from 'hono/html';
import { type Machine, MACHINES, type Words } from './words.ts';

interface Widget {
  desk: string;
  key: string;
}

/** One line of this page embeds Answerback. */
export const page = (
  t: Words,
  { desk, key }: Widget,
  { at, title, main }: { at: string; title: string; main: unknown },
) =>
  html`<!doctype html>
    <html lang="${t.lang}" dir="${t.dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>${title} · ${t.title}</title>
        <link rel="stylesheet" href="/shop.css" />
        <script src="/shop.js"></script>
        <script async src="${desk}/widget.js" data-site="${key}"></script>
      </head>
      <body>
        <header>
          <a class="name" href="${t.path}/">${t.shop}</a>
          <a href="${t.path}/">${t.machines}</a>
          <a href="${t.path}/help">${t.help}</a>
          <a href="${t.lang === 'en' ? '/ar' : ''}${at}">${t.other}</a>
          <button id="who" data-in="${t.signIn}" data-out="${t.signOut}">${t.signIn}</button>
          <button id="theme">${t.theme}</button>
        </header>
        <main>${main}</main>
      </body>
    </html>`;

export const machinesPage = (t: Words) => html`
  <h1>${t.machines}</h1>
  <p>${t.intro}</p>
  <ul class="machines">
    ${MACHINES.map(
      (machine) =>
        html`<li>
          <a data-in-place href="${t.path}/machines/${machine.id}">
            ${picture(machine, machine[t.lang][0])}
            <b>${machine[t.lang][0]}</b>
            <span>${machine.price}</span>
          </a>
        </li>`,
    )}
  </ul>
`;

export const machinePage = (t: Words, machine: Machine) => html`
  <p class="crumb"><a data-in-place href="${t.path}/">${t.all}</a> / ${machine[t.lang][0]}</p>
  <div class="machine">
    ${picture(machine, machine[t.lang][0])}
    <div>
      <h1>${machine[t.lang][0]}</h1>
      <p class="price">${machine.price} <small>${t.vat}</small></p>
      <p>${machine[t.lang][1]}</p>
      <button class="add">${t.add}</button>
      <p><small>${t.stock}</small></p>
      <dl>
        <div>
          <dt>${t.width}</dt>
          <dd>${machine.width} ${t.cm}</dd>
        </div>
        <div>
          <dt>${t.height}</dt>
          <dd>${machine.height} ${t.cm}</dd>
        </div>
        <div>
          <dt>${t.warranty}</dt>
          <dd>${t.years}</dd>
        </div>
      </dl>
    </div>
  </div>
`;

export const helpPage = (t: Words) => html`
  <h1>${t.helpTitle}</h1>
  <p>${t.helpText}</p>
  <button class="add" id="ask">${t.ask}</button>
`;

const picture = ({ roofs }: Machine, name: string) => html`
  <svg viewBox="0 0 600 552" role="img" aria-label="${name}">
    <path d="M0 430h600v122H0z" fill="#8f725a" opacity=".35" />
    <path d="M128 392h344v44H128z" fill="#3a3531" />
    <rect x="146" y="120" width="308" height="120" rx="14" fill="#d6d3ce" />
    <path d="M330 228h108v170H330z" fill="#c3bfb9" />
    <rect x="146" y="96" width="308" height="26" rx="6" fill="#a9a49d" />
    <path d="${roofs === 2 ? 'M176 96v-26h44v26zM230 96v-26h44v26z' : 'M200 96v-26h60v26z'}" fill="#f4f1ec" />
    <circle cx="384" cy="190" r="26" fill="#807b74" />
    <circle cx="384" cy="190" r="22" fill="#faf7f0" />
    <path d="m384 190 8-15" stroke="#241f1c" stroke-width="3" stroke-linecap="round" />
    ${roofs === 2 ? html`<circle cx="318" cy="190" r="16" fill="#3a3531" />` : ''}
    <circle cx="184" cy="190" r="6" fill="#3d7a5c" />
    <rect x="206" y="240" width="84" height="26" rx="4" fill="#8b867f" />
    <path d="M216 266h64l-6 22h-52z" fill="#5d5852" />
    <rect x="120" y="268" width="104" height="16" rx="8" fill="#3a2a1f" />
    <path d="M238 288v14M258 288v14" stroke="#5d5852" stroke-width="6" />
    <path d="M222 340h52l-6 46h-40z" fill="#f4f1ec" />
  </svg>
`;
