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
 * @typedef {{ path?: Record<string, unknown>, query?: Record<string, unknown> }} Params
 * @typedef {{ method: string, template: string, params: Params, path: string, url: string, body: string | undefined, needsToken: boolean }} Call
 */

const operations = [...document.querySelectorAll('details')].filter(({ dataset }) => dataset['path']);
const find = element('#find', HTMLInputElement);
const language = element('#language', HTMLSelectElement);
const server = document.documentElement.dataset['server'] ?? location.origin;

function search() {
  const words = find.value.toLowerCase().split(/\s+/u).filter(Boolean);
  for (const operation of operations) {
    const shown = [element('summary', HTMLElement, operation), element('p', HTMLElement, operation)];
    const text = shown.map(({ textContent }) => textContent.toLowerCase()).join(' ');
    operation.hidden = !words.every((word) => text.includes(word));
  }
  for (const section of document.querySelectorAll('section')) {
    const own = operations.filter((operation) => section.contains(operation));
    if (own.length > 0) section.hidden = own.every(({ hidden }) => hidden);
  }
  const shown = operations.filter(({ hidden }) => !hidden).length;
  element('#count', HTMLElement).textContent =
    words.length === 0 ? '' : shown === 0 ? 'Nothing has all these words.' : `${shown} of ${operations.length} calls`;
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
    const place = dataset['in'] === 'path' ? 'path' : 'query';
    (params[place] ??= {})[name] = typed(value.trim(), dataset['kind']);
  }
  let path = template;
  for (const { name, value } of given('path')) path = path.replace(`{${name}}`, encodeURIComponent(value.trim()));
  const query = new URLSearchParams(given('query').map(({ name, value }) => [name, value.trim()])).toString();
  path += query && `?${query}`;
  return {
    ...{ method: method.toUpperCase(), template, params, path, url: server + path },
    ...{ body: operation.querySelector('textarea')?.value, needsToken: open === undefined },
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
  curl: ({ method, url, body, needsToken }) =>
    [
      `curl -X ${method} ${quoted(url)}`,
      ...(needsToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
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

  python: ({ method, url, body, needsToken }) => `import os, urllib.request

request = urllib.request.Request(${inCode(url)}, method=${inCode(method)})${
    needsToken ? `\nrequest.add_header("Authorization", f"Bearer {os.environ['TOKEN']}")` : ''
  }${
    body === undefined
      ? ''
      : `\nrequest.add_header("Content-Type", "application/json")\nrequest.data = r"""${body}""".encode()`
  }
with urllib.request.urlopen(request) as answer:
    print(answer.status, answer.read().decode())`,

  php: ({ method, url, body, needsToken }) => `<?php
$answer = file_get_contents(${inPhp(url)}, false, stream_context_create(['http' => [
    'method' => ${inPhp(method)},
    'header' => [${[
      ...(needsToken ? [`'Authorization: Bearer ' . getenv('TOKEN')`] : []),
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

/** Adds the example and its buttons when an operation is first opened. */
function furnish(/** @type {HTMLElement} */ operation) {
  if (operation.querySelector('.example')) return;
  const tools = element('#tools', HTMLTemplateElement).content.cloneNode(true);
  element('div', HTMLElement, operation).append(tools);
  operation.addEventListener('input', () => showExample(operation));
  element('[data-do=copy]', HTMLElement, operation).addEventListener('click', () => void copy(operation));
  element('[data-do=send]', HTMLElement, operation).addEventListener('click', () => void send(operation));
  showExample(operation);
}

async function copy(/** @type {HTMLElement} */ operation) {
  const done = await navigator.clipboard.writeText(exampleOf(operation)).then(
    () => true,
    () => false,
  );
  element('[role=status]', HTMLElement, operation).textContent = done ? 'Copied' : 'Select the text and copy it.';
}

/** With the session of this browser, on the real data of this server. */
async function send(/** @type {HTMLElement} */ operation) {
  const { method, path, body } = callOf(operation);
  const shown = element('.answer', HTMLElement, operation);
  const status = element('[role=status]', HTMLElement, operation);
  status.textContent = 'Sent';
  shown.hidden = true;
  try {
    const answer = await fetch(path, {
      method,
      ...(body !== undefined && { body, headers: { 'Content-Type': 'application/json' } }),
    });
    const text = await answer.text();
    status.textContent = `Answer ${answer.status}`;
    shown.textContent = pretty(text);
    shown.hidden = text === '';
  } catch {
    status.textContent = 'No answer: the server cannot be reached.';
  }
}

function pretty(/** @type {string} */ text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

find.addEventListener('input', search);
language.addEventListener('change', () => {
  for (const operation of operations) if (operation.querySelector('.example')) showExample(operation);
});
for (const operation of operations) operation.addEventListener('toggle', () => operation.open && furnish(operation));
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
