import { readFileSync } from 'node:fs';

/** The same job in each language. The tests take these from the page and run them. */
export const LANGUAGES = [
  { code: 'curl', name: 'curl', file: 'curl.sh' },
  { code: 'typescript', name: 'TypeScript', file: 'typescript.ts' },
  { code: 'python', name: 'Python', file: 'python.py' },
  { code: 'php', name: 'PHP', file: 'php.php' },
] as const;

export const mainJob = (server: string) =>
  LANGUAGES.map(({ file, ...language }) => ({
    ...language,
    text: readFileSync(new URL(`main-job/${file}`, import.meta.url), 'utf8').replaceAll('https://desk.example', server),
  }));
