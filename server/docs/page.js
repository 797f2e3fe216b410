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

/** @typedef {{ method: string, path: string, body: string | undefined }} Call */

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
  const inputs = [...operation.querySelectorAll('input')];
  const given = (/** @type {string} */ place) =>
    inputs
      .filter(({ dataset }) => dataset['in'] === place)
      .map(({ name, value }) => ({ name, value: value.trim() }))
      .filter(({ value }) => value !== '');
  let path = operation.dataset['path'] ?? '';
  for (const { name, value } of given('path')) path = path.replace(`{${name}}`, encodeURIComponent(value));
  const query = new URLSearchParams(given('query').map(({ name, value }) => [name, value])).toString();
  return {
    method: (operation.dataset['method'] ?? '').toUpperCase(),
    path: path + (query && `?${query}`),
    body: operation.querySelector('textarea')?.value,
  };
}

const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;
const inCode = (/** @type {string} */ text) => JSON.stringify(text);

/** @type {Record<string, (call: Call) => string>} */
const EXAMPLES = {
  curl: ({ method, path, body }) =>
    [
      `curl -X ${method} ${quoted(server + path)}`,
      `-H ${quoted(`Origin: ${server}`)}`,
      `-b cookies.txt -c cookies.txt`,
      ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(body)}`]),
    ].join(' \\\n  '),

  javascript: ({ method, path, body }) => `const answer = await fetch(${inCode(server + path)}, {
  method: ${inCode(method)},
  headers: { Origin: ${inCode(server)}, Cookie: cookie${body === undefined ? '' : `, 'Content-Type': 'application/json'`} },${body === undefined ? '' : `\n  body: JSON.stringify(${body}),`}
});
const { error, ...result } = await answer.json();`,

  python: ({ method, path, body }) => `import json, requests

session = requests.Session()  # Keeps the cookie of POST /api/auth/login.
answer = session.request(
    ${inCode(method)}, ${inCode(server + path)},
    headers={"Origin": ${inCode(server)}},${body === undefined ? '' : `\n    json=json.loads(${inCode(body)}),`}
)
print(answer.status_code, answer.text)`,

  php: ({ method, path, body }) => `$call = curl_init(${quoted(server + path)});
curl_setopt_array($call, [
  CURLOPT_CUSTOMREQUEST => ${quoted(method)},
  CURLOPT_RETURNTRANSFER => true,
  CURLOPT_COOKIEFILE => 'cookies.txt', CURLOPT_COOKIEJAR => 'cookies.txt',
  CURLOPT_HTTPHEADER => [${quoted(`Origin: ${server}`)}${body === undefined ? '' : `, 'Content-Type: application/json'`}],${body === undefined ? '' : `\n  CURLOPT_POSTFIELDS => ${quoted(body)},`}
]);
$answer = json_decode(curl_exec($call), true);`,
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
