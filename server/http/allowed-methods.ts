import type { RouterRoute } from 'hono/types';

/**
 * The methods that a path has, for the answer 405 to all others. Called only for requests that no route takes, so it reads
 * the list of routes each time.
 */
export function methodsAt(routes: RouterRoute[], path: string): string[] {
  const steps = path.split('/');
  const fits = (pattern: string) => {
    const wanted = pattern.split('/');
    // No route takes an empty parameter: `/api/attachments/` is not the address of an attachment.
    return (
      wanted.length === steps.length &&
      wanted.every((step, at) => (step.startsWith(':') ? steps[at] !== '' : step === steps[at]))
    );
  };
  const found = routes.filter(
    ({ method, path: pattern, handler }) => method !== 'ALL' && 'route' in handler && fits(pattern),
  );
  // A path of its own, such as `/api/me/proof`, is no value of a parameter.
  const own = found.filter(({ path: pattern }) => pattern === path);
  return [...new Set((own.length > 0 ? own : found).map(({ method }) => method))];
}
