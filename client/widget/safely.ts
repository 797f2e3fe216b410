let warned = false;

/** Runs it, and says in the console what it threw; once a page, because somebody's console is not ours to fill. */
export const safely =
  <Args extends unknown[]>(work: (...args: Args) => unknown) =>
  (...args: Args) => {
    try {
      work(...args);
    } catch (error) {
      // oxlint-disable-next-line no-console -- the page's author reads it, and nobody else
      if (!warned) console.warn('answerback:', error, ...args);
      warned = true;
    }
  };
