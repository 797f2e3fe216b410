import type { ApiToken } from '../../../server/tokens/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { shared } from '../words.ts';
import { tokensApi } from './tokens-api.ts';
import styles from './tokens-page.module.css';
import { t } from './words.ts';

export function EndToken(props: { token: ApiToken; close: () => void; done: () => void }) {
  const state = useState();
  const form = createForm(
    () => tokensApi.end(props.token, props.token.owner.id === state.me.id),
    () => {
      props.close();
      props.done();
    },
  );
  return (
    <Dialog labelledby="end-token" class={styles.dialog} close={() => props.close()}>
      <form class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
        <h2 id="end-token">{t('sure.title', { name: props.token.name })}</h2>
        <p>{t('sure.text')}</p>
        <FormProblem form={form} />
        <p class={styles.do}>
          <button type="button" class="btn bare" onClick={() => props.close()}>
            {shared('cancel')}
          </button>
          <button type="submit" class="btn danger" disabled={form.busy()}>
            {t('sure.go')}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
