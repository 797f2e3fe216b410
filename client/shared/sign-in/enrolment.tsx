import styles from './second-step.module.css';
import { t } from './words.ts';

export interface Enrolment {
  secret: string;
  uri: string;
  qr: { size: number; path: string };
}

/** The secret of a new second step, as a picture and in words. The server draws the picture. */
export function EnrolmentPicture(props: { of: Enrolment }) {
  const inFours = () => props.of.secret.replace(/.{4}(?=.)/gu, '$& ');
  return (
    <div class={styles.enrolment}>
      <p>{t('enrol.scan')}</p>
      <svg
        viewBox={`0 0 ${props.of.qr.size} ${props.of.qr.size}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label={t('enrol.picture')}
      >
        <path d={props.of.qr.path} />
      </svg>
      <p>
        {t('enrol.typed')} <code dir="ltr">{inFours()}</code>
      </p>
      <p>
        <a href={props.of.uri}>{t('enrol.open')}</a>
      </p>
    </div>
  );
}
