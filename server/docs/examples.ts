import { readFileSync } from 'node:fs';

/** The languages of the examples, with the ending of their files. */
export const LANGUAGES = [
  { code: 'curl', name: 'curl', ending: 'sh' },
  { code: 'typescript', name: 'TypeScript', ending: 'ts' },
  { code: 'python', name: 'Python', ending: 'py' },
  { code: 'php', name: 'PHP', ending: 'php' },
] as const;

/** The whole programs of the page. The tests copy each from there and run it. */
const PROGRAMS = {
  job: ['curl', 'typescript', 'python', 'php'],
  live: ['typescript', 'python'],
  hook: ['typescript', 'python'],
} as const;
export type Program = keyof typeof PROGRAMS;

/** A program in each of its languages, for this server. */
export const programIn = (program: Program, server: string) =>
  LANGUAGES.filter(({ code }) => PROGRAMS[program].some((own) => own === code)).map(({ code, name, ending }) => ({
    ...{ code, name },
    text: readFileSync(new URL(`examples/${program}.${ending}`, import.meta.url), 'utf8').replaceAll(
      'https://desk.example',
      server,
    ),
  }));
