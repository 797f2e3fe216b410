let warned = false;

/** Catches exceptions and reports the first one per page in the console. */
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
