// @ts-check
// The script of the page /api/docs: search, calls, and examples to copy. The page reads without it.

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} within
 * @returns {T}
 */
function element(selector, kind, within = document) {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}

/**
 * @typedef {{ path?: Record<string, unknown>, query?: Record<string, unknown>, header?: Record<string, unknown> }} Params
 * @typedef {{ headers: [name: string, value: string][], method: string, template: string, params: Params, path: string, url: string, body: string | undefined, needsToken: boolean }} Call
 */

const operations = [...document.querySelectorAll('details')].filter(({ dataset }) => dataset['path']);
const sections = [...document.querySelectorAll('section')];
const find = element('#find', HTMLInputElement);
const language = element('#language', HTMLSelectElement);
const token = element('#token', HTMLInputElement);
const server = document.documentElement.dataset['server'] ?? location.origin;

/** Of a call, what names it; of a guide, its whole text. */
const searched = new Map([
  ...operations.map((operation) => /** @type {const} */ ([operation, textOf(operation, 'summary', 'p')])),
  ...sections.filter(isGuide).map((section) => /** @type {const} */ ([section, section.textContent.toLowerCase()])),
]);

function textOf(/** @type {HTMLElement} */ operation, /** @type {string[]} */ ...selectors) {
  return selectors.map((one) => element(one, HTMLElement, operation).textContent.toLowerCase()).join(' ');
}

function isGuide(/** @type {HTMLElement} */ section) {
  return !section.classList.contains('calls');
}

function search() {
  const words = find.value.toLowerCase().split(/\s+/u).filter(Boolean);
  for (const [place, text] of searched) place.hidden = !words.every((word) => text.includes(word));
  for (const section of sections) {
    const own = operations.filter((operation) => section.contains(operation));
    if (!isGuide(section)) section.hidden = own.every(({ hidden }) => hidden);
    const link = document.querySelector(`nav a[href="#${element('h2', HTMLElement, section).id}"]`);
    if (link?.parentElement) link.parentElement.hidden = section.hidden;
  }
  const shown = operations.filter(({ hidden }) => !hidden).length;
  const guides = sections.filter((section) => isGuide(section) && !section.hidden).length;
  element('#count', HTMLElement).textContent =
    words.length === 0
      ? ''
      : shown + guides === 0
        ? 'Nothing has all these words.'
        : `${shown} of ${operations.length} calls${guides > 0 ? `, ${guides} ${guides === 1 ? 'guide' : 'guides'}` : ''}`;
}

/**
 * The call as the fields of an operation say it.
 * @param {HTMLElement} operation
 * @returns {Call}
 */
function callOf(operation) {
  const { method = '', path: template = '', open } = operation.dataset;
  const filled = [...operation.querySelectorAll('input')].filter(({ value }) => value.trim() !== '');
  const given = (/** @type {string} */ place) => filled.filter(({ dataset }) => dataset['in'] === place);
  /** @type {Params} */
  const params = {};
  for (const { name, dataset, value } of filled) {
    const place = dataset['in'];
    if (place === 'path' || place === 'query' || place === 'header')
      (params[place] ??= {})[name] = typed(value.trim(), dataset['kind']);
  }
  let path = template;
  for (const { name, value } of given('path')) path = path.replace(`{${name}}`, encodeURIComponent(value.trim()));
  const query = new URLSearchParams(given('query').map(({ name, value }) => [name, value.trim()])).toString();
  path += query && `?${query}`;
  return {
    ...{ method: method.toUpperCase(), template, params, path, url: server + path },
    ...{ body: operation.querySelector('textarea')?.value, needsToken: open === undefined },
    headers: given('header').map(({ name, value }) => [name, value.trim()]),
  };
}

/** What a query says as text, as the types of the description have it. */
function typed(/** @type {string} */ value, /** @type {string | undefined} */ kind) {
  if (kind === 'array') return value.split(',');
  if (kind === 'boolean') return value === 'true';
  return kind === 'integer' || kind === 'number' ? Number(value) : value;
}

const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;
const inCode = (/** @type {string} */ text) => JSON.stringify(text);
/** PHP puts variables into texts between double quotes. */
const inPhp = (/** @type {string} */ text) => `'${text.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
const indented = (/** @type {string} */ text) => text.replaceAll('\n', '\n  ');

/**
 * Each reads the token from the environment. The tests run them where the language is installed.
 * @type {Record<string, (call: Call) => string>}
 */
const EXAMPLES = {
  curl: ({ method, url, body, needsToken, headers }) =>
    [
      `curl -X ${method} ${quoted(url)}`,
      ...(needsToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
      ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
      ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(body)}`]),
    ].join(' \\\n  '),

  typescript: ({ method, template, params, body, needsToken }) => {
    const token = needsToken ? ', headers: { Authorization: `Bearer ${process.env.TOKEN}` }' : '';
    const options = [
      ...(Object.keys(params).length === 0 ? [] : [`  params: ${JSON.stringify(params)},`]),
      ...(body === undefined ? [] : [`  body: ${indented(body)},`]),
    ];
    return `// npx openapi-typescript ${server}/api/openapi.json -o answerback.ts
import createClient from 'openapi-fetch';
import type { paths } from './answerback.ts';

const api = createClient<paths>({ baseUrl: ${inCode(server)}${token} });
const { data, error } = await api.${method}(${inCode(template)}${options.length === 0 ? '' : `, {\n${options.join('\n')}\n}`});
console.log(error ?? data);`;
  },

  python: ({ method, url, body, needsToken, headers }) => `import os, urllib.request

request = urllib.request.Request(${inCode(url)}, method=${inCode(method)})${
    needsToken ? `\nrequest.add_header("Authorization", f"Bearer {os.environ['TOKEN']}")` : ''
  }${headers.map(([name, value]) => `\nrequest.add_header(${inCode(name)}, ${inCode(value)})`).join('')}${
    body === undefined
      ? ''
      : `\nrequest.add_header("Content-Type", "application/json")\nrequest.data = r"""${body}""".encode()`
  }
with urllib.request.urlopen(request) as answer:
    print(answer.status, answer.read().decode())`,

  php: ({ method, url, body, needsToken, headers }) => `<?php
$answer = file_get_contents(${inPhp(url)}, false, stream_context_create(['http' => [
    'method' => ${inPhp(method)},
    'header' => [${[
      ...(needsToken ? [`'Authorization: Bearer ' . getenv('TOKEN')`] : []),
      ...headers.map(([name, value]) => inPhp(`${name}: ${value}`)),
      ...(body === undefined ? [] : [`'Content-Type: application/json'`]),
    ].join(', ')}],${body === undefined ? '' : `\n    'content' => ${inPhp(body)},`}
    'ignore_errors' => true,
]]));
print_r(json_decode($answer, true));`,
};

const exampleOf = (/** @type {HTMLElement} */ operation) => EXAMPLES[language.value]?.(callOf(operation)) ?? '';

function showExample(/** @type {HTMLElement} */ operation) {
  element('.example code', HTMLElement, operation).textContent = exampleOf(operation);
}

/** Fetches what a call takes and answers when it is first opened, and adds the example and its buttons. */
async function furnish(/** @type {HTMLElement} */ operation) {
  const more = operation.querySelector('.more:not([aria-busy])');
  if (!more) return;
  more.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(element('a', HTMLAnchorElement, more).href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    more.replaceWith(element('.call', HTMLElement, page));
  } catch {
    // The link stays, which leads to the same; the next opening asks again.
    more.removeAttribute('aria-busy');
    return;
  }
  const tools = element('#tools', HTMLTemplateElement).content.cloneNode(true);
  element('.tools', HTMLElement, operation).append(tools);
  operation.addEventListener('input', () => showExample(operation));
  element('[data-do=copy]', HTMLElement, operation).addEventListener(
    'click',
    () => void copy(operation, exampleOf(operation)),
  );
  element('[data-do=send]', HTMLElement, operation).addEventListener('click', () => void send(operation));
  showExample(operation);
}

async function copy(/** @type {HTMLElement} */ place, /** @type {string} */ text) {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  element('[role=status]', HTMLElement, place).textContent = done ? 'Copied' : 'Select the text and copy it.';
}

/** On the real data of this server: with the token of the page, or with the session of this browser. */
async function send(/** @type {HTMLElement} */ operation) {
  const { method, path, body, headers } = callOf(operation);
  const shown = element('.answer', HTMLElement, operation);
  const status = element('[role=status]', HTMLElement, operation);
  const bearer = token.value.trim();
  status.textContent = 'Sent';
  shown.hidden = true;
  try {
    const answer = await fetch(path, {
      method,
      headers: [
        ...headers,
        ...(bearer === '' ? [] : [['Authorization', `Bearer ${bearer}`]]),
        ...(body === undefined ? [] : [['Content-Type', 'application/json']]),
      ],
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    status.textContent = `Answer ${answer.status}`;
    shown.textContent = pretty(text);
    shown.hidden = text === '';
  } catch {
    status.textContent = 'No answer: the server cannot be reached, or a value cannot be sent.';
  }
}

function pretty(/** @type {string} */ text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Of each program the chosen language, or its first one. */
function showPrograms() {
  for (const group of document.querySelectorAll('.programs')) {
    const programs = [...group.querySelectorAll('figure')];
    const chosen = programs.find(({ dataset }) => dataset['language'] === language.value) ?? programs[0];
    for (const program of programs) program.hidden = program !== chosen;
  }
}

for (const program of document.querySelectorAll('figure')) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Copy' });
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  element('figcaption', HTMLElement, program).append(button, status);
  button.addEventListener('click', () => void copy(program, element('code', HTMLElement, program).textContent));
}

find.addEventListener('input', search);
language.addEventListener('change', () => {
  showPrograms();
  for (const operation of operations) if (operation.querySelector('.example')) showExample(operation);
  // Private windows may refuse it.
  try {
    localStorage.setItem('answerback.docs.language', language.value);
  } catch {}
});
try {
  const kept = localStorage.getItem('answerback.docs.language') ?? '';
  if (kept in EXAMPLES) language.value = kept;
} catch {}
showPrograms();

const contents = element('#contents', HTMLDetailsElement);
const isNarrow = matchMedia('(max-width: 60rem)');
const fitContents = () => (contents.open = !isNarrow.matches);
isNarrow.addEventListener('change', fitContents);
fitContents();
contents.addEventListener('click', ({ target }) => {
  if (isNarrow.matches && target instanceof HTMLAnchorElement) contents.open = false;
});

for (const operation of operations)
  operation.addEventListener('toggle', () => void (operation.open && furnish(operation)));
document.addEventListener('keydown', (event) => {
  const writes = event.target instanceof Element && event.target.closest('input, textarea, select');
  if (event.key !== '/' || writes || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  find.focus();
});

/** A link to one operation opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener('hashchange', openTarget);
openTarget();
