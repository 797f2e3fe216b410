/** The questions of the site before the first message. */
import { createSignal } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { site } from './site.ts';
import { asked, token } from './visitor.ts';
import { t } from './words.ts';

export type SiteQuestion = SiteLook['fields'][number];

const [problems, setProblems] = createSignal<Record<string, string>>({});
let form: HTMLFormElement | undefined;

export const questions = {
  isDue: () => token() === null && !asked.get(),
  show: (element: HTMLFormElement) => (form = element),
  problems,
  /** False when an answer is missing; the form then shows the problem and takes the focus. */
  isAnswered(): boolean {
    if (!questions.isDue() || site.look.fields.length === 0 || !form?.isConnected) return true;
    const data = new FormData(form);
    const answers = site.look.fields.map((field) => ({ field, value: textOf(data.get(field.name)) }));
    setProblems(
      Object.fromEntries(
        answers.flatMap(({ field, value }) => {
          const problem = problemWith(field, value);
          return problem ? [[field.name, problem]] : [];
        }),
      ),
    );
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.focus();
    if (wrong) return false;
    const given = answers.filter(({ value }) => value !== '');
    // An email answer becomes the visitor's address, whatever the field is called.
    asked.set(
      Object.fromEntries(given.map(({ field, value }) => [field.type === 'email' ? 'email' : field.name, value])),
    );
    return true;
  },
};

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value.trim() : '');

function problemWith({ required, type }: SiteQuestion, value: string): string {
  if (value === '') return required ? t('start.needed') : '';
  return type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value) ? t('start.email') : '';
}
