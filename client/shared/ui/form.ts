import { createSignal } from 'solid-js';
import { problemWords } from '../problems.ts';
import { ApiError } from '../request.ts';
import { t } from '../words.ts';

/** The value of a text field. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Sends the form by Ctrl or Cmd with Enter; Enter alone breaks the line. */
export function sendByKeys(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) {
  if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

export type Form = Pick<ReturnType<typeof createForm>, 'busy' | 'problem' | 'fields'>;

/** Sends a form once at a time, and keeps the server's message for each field. */
export function createForm<T>(send: (values: Record<string, string>) => Promise<T>, done: (answer: T) => void) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const [fields, setFields] = createSignal<Record<string, string>>({});

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    if (busy()) return;
    const form = event.currentTarget;
    const missing = missingIn(form);
    if (missing.length > 0) {
      setProblem('');
      setFields(Object.fromEntries(missing.map(({ name }) => [name, t('fields.missing')])));
      missing[0]?.focus();
      return;
    }
    const data = new FormData(form);
    const values = Object.fromEntries([...data.keys()].map((name) => [name, textIn(data, name)]));
    setBusy(true);
    setProblem('');
    setFields({});
    try {
      done(await send(values));
    } catch (error) {
      if (error instanceof ApiError) setFields(error.fields);
      setProblem(problemWords(error));
      leadTo(form);
    } finally {
      setBusy(false);
    }
  }

  return { busy, problem, fields, submit };
}

/** Focuses the field with a problem, or the password, because a refused sign-in names no field. */
function leadTo(form: HTMLFormElement) {
  const named = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (named) named.focus();
  else form.querySelector<HTMLInputElement>('[type="password"]')?.select();
}

/** All missing fields at once. */
const missingIn = (form: HTMLFormElement) =>
  [...form.querySelectorAll('input')].filter(({ required, value }) => required && value.trim() === '');
