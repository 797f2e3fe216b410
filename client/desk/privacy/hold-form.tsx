import { Show } from 'solid-js';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import styles from '../people/people-dialogs.module.css';
import part from '../settings/part.module.css';
import { shared } from '../words.ts';
import { privacyApi } from './privacy-api.ts';
import { t } from './words.ts';

interface Props {
  person: { id: string; name: string };
  ticketId?: string | undefined;
  close: () => void;
  done: () => void;
}

export function HoldForm(props: Props) {
  const desk = useDesk();
  const form = createForm(
    async ({ what, reason = '' }) => {
      const { ticketId, person } = props;
      if (what === 'ticket' && ticketId !== undefined) await privacyApi.hold('tickets', ticketId, reason);
      else await privacyApi.hold('users', person.id, reason);
    },
    () => {
      desk.say({ text: t('holds.setDone') });
      props.done();
    },
  );
  return (
    <form class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="people-dialog">{t('holds.set')}</h2>
      <p>{t('holds.intro')}</p>
      <Show when={props.ticketId}>
        <fieldset class={part.group}>
          <label class={part.radio}>
            <input type="radio" name="what" value="ticket" checked />
            {t('holds.setTicket')}
          </label>
          <label class={part.radio}>
            <input type="radio" name="what" value="person" />
            <span dir="auto">{t('holds.setPerson', { name: props.person.name })}</span>
          </label>
        </fieldset>
      </Show>
      <Field
        label={t('holds.reason')}
        name="reason"
        maxlength={500}
        autocomplete="off"
        required
        hint={t('holds.reasonHint')}
        problem={form.fields()['reason']}
      />
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {t('holds.set')}
        </button>
      </p>
    </form>
  );
}
