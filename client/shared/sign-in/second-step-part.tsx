import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import type { OwnSecondStep } from '../../../server/second-step/contract.ts';
import { request } from '../request.ts';
import { type Enrolment, EnrolmentPicture } from './enrolment.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { CodeField } from './second-step.tsx';
import { t as signIn } from './words.ts';
import { fullTime, shortTime } from '../time.ts';
import { useSession } from '../state/session.ts';
import { FormProblem } from '../ui/account-fields.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { createForm } from '../ui/form.ts';
import { t as shared } from '../words.ts';
import type { Acting } from './acting.ts';
import styles from './own-ways.module.css';
import { t } from './own-ways-words.ts';

type Step = { name: 'enrol'; enrolment: Enrolment } | { name: 'codes'; codes: string[] } | { name: 'off' };

/** One's own second step: set up, new recovery codes, turned off. */
export function SecondStepPart(props: Acting) {
  const { now } = useSession();
  const [own, setOwn] = createSignal<OwnSecondStep>();
  const [step, setStep] = createSignal<Step | null>(null);

  const load = () => request('GET', '/me/second-step').then(setOwn, () => {});
  onMount(() => void load());

  async function begin() {
    const enrolment = await props.attempt(() => request('POST', '/me/second-step', {}));
    if (enrolment) setStep({ name: 'enrol', enrolment });
  }
  async function renew() {
    const made = await props.attempt(() => request('POST', '/me/recovery-codes', {}));
    if (made) setStep({ name: 'codes', codes: made.recoveryCodes });
  }
  async function turnOff() {
    setStep(null);
    const done = await props.attempt(async () => (await request('DELETE', '/me/second-step'), true));
    if (done) props.say(t('second.isOff'));
    void load();
  }
  const close = () => {
    setStep(null);
    void load();
  };

  return (
    <section aria-labelledby="second-step">
      <h3 id="second-step">{t('second.title')}</h3>
      <Show when={own()}>
        {(is) => (
          <Show
            when={is().since}
            fallback={
              <>
                <p>{t('second.off')}</p>
                <button type="button" class="btn" onClick={() => void begin()}>
                  {t('second.setUp')}
                </button>
              </>
            }
          >
            {(since) => (
              <>
                <p title={fullTime(since())}>
                  {t('second.on', { time: shortTime(since(), now()) })} {t.count('second.left', is().recoveryCodesLeft)}
                  <Show when={is().isRequired}> {t('second.required')}</Show>
                </p>
                <div class={styles.acts}>
                  <button type="button" class="btn" onClick={() => void renew()}>
                    {t('second.renew')}
                  </button>
                  <Show when={!is().isRequired}>
                    <button type="button" class="btn bare" onClick={() => setStep({ name: 'off' })}>
                      {t('second.turnOff')}
                    </button>
                  </Show>
                </div>
              </>
            )}
          </Show>
        )}
      </Show>
      <Show when={step()} keyed>
        {(now) => (
          <Dialog
            label={t('second.title')}
            class={styles.dialog}
            close={() => setStep((one) => (one === now ? null : one))}
          >
            <Switch>
              <Match when={now.name === 'enrol' && now}>
                {(at) => (
                  <Enrol of={at().enrolment} made={(codes) => setStep({ name: 'codes', codes })} close={close} />
                )}
              </Match>
              <Match when={now.name === 'codes' && now}>
                {(at) => <RecoveryCodes codes={at().codes} done={close} />}
              </Match>
              <Match when={now.name === 'off'}>
                <h2>{t('second.sure')}</h2>
                <p>{t('second.sureMore')}</p>
                <p class={styles.do}>
                  <button type="button" class="btn bare" onClick={close}>
                    {shared('cancel')}
                  </button>
                  <button type="button" class="btn danger" onClick={() => void turnOff()}>
                    {t('second.turnOff')}
                  </button>
                </p>
              </Match>
            </Switch>
          </Dialog>
        )}
      </Show>
    </section>
  );
}

function Enrol(props: { of: Enrolment; made: (codes: string[]) => void; close: () => void }) {
  const form = createForm(
    ({ code = '' }) => request('PUT', '/me/second-step', { code }),
    ({ recoveryCodes }) => props.made(recoveryCodes),
  );
  return (
    <form class={styles.enrol} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2>{t('second.setUp')}</h2>
      <EnrolmentPicture of={props.of} />
      <CodeField label={signIn('enrol.code')} problem={form.fields()['code']} />
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {signIn('enrol.go')}
        </button>
      </p>
    </form>
  );
}
