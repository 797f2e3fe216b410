import { createSignal } from 'solid-js';
import { problemWords } from '../problems.ts';
import { ApiError } from '../request.ts';
import { t } from '../words.ts';

/** What a text field holds. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** In a box of several lines, where Enter alone breaks: with Ctrl or Cmd it sends. */
export function sendByKeys(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) {
  if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

export type Form = Pick<ReturnType<typeof createForm>, 'busy' | 'problem' | 'fields'>;

/** Sends a form once at a time, and keeps what the server says of each field. */
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

/** The field that was named, to be mended; or the password, to be typed anew, as a refused sign-in names none. */
function leadTo(form: HTMLFormElement) {
  const named = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (named) named.focus();
  else form.querySelector<HTMLInputElement>('[type="password"]')?.select();
}

/** All of them: to be told of one at a time is to be sent back and forth. */
const missingIn = (form: HTMLFormElement) =>
  [...form.querySelectorAll('input')].filter(({ required, value }) => required && value.trim() === '');
