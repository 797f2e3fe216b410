/* oxlint-disable typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-assignment, typescript/no-unsafe-argument, typescript/no-unsafe-return, typescript/no-misused-promises -- a page's script, as its author writes it */
/** What a shop's own script does: a theme, a customer who signs in, and links that change the page in place. */
window.answerback ??= (...call) => (window.answerback.q ??= []).push(call);

const root = document.documentElement;
const kept = (name) => localStorage.getItem(name) ?? '';
root.dataset.theme = kept('theme');

async function identify() {
  const answer = await fetch('/chat-token', { method: 'POST' });
  if (answer.ok) answerback('identify', await answer.text());
}

function dress() {
  const who = document.querySelector('#who');
  who.textContent = kept('signed-in') ? who.dataset.out : who.dataset.in;
}

addEventListener('DOMContentLoaded', () => {
  dress();
  answerback('update', { bag: 1, currency: 'EUR' });
});

addEventListener('click', async (event) => {
  const { target } = event;
  if (target.closest('#theme')) {
    const dark =
      getComputedStyle(root).colorScheme === 'dark' ||
      (!kept('theme') && matchMedia('(prefers-color-scheme: dark)').matches);
    localStorage.setItem('theme', (root.dataset.theme = dark ? 'light' : 'dark'));
  }
  if (target.closest('#ask')) answerback('open');
  if (target.closest('#who')) {
    const leaves = kept('signed-in') !== '';
    localStorage.setItem('signed-in', leaves ? '' : 'nora');
    if (leaves) answerback('logout');
    else await identify();
    dress();
  }
  const link = target.closest('a[data-in-place]');
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    history.pushState(null, '', link.href);
    await show();
  }
});

addEventListener('popstate', () => void show());

/** As a single-page app does: the address, the title and what stands in the middle. */
async function show() {
  const answer = await fetch(location.href);
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  document.title = next.title;
  document.querySelector('main').replaceWith(next.querySelector('main'));
  scrollTo(0, 0);
}
