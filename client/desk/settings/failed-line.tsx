import styles from './failed-line.module.css';

interface Props {
  words: (key: 'failed' | 'again') => string;
  load: () => void;
}

/** Says that something could not be read, and reads it again. */
export const FailedLine = (props: Props) => (
  <p class={styles.failed} role="alert">
    {props.words('failed')}
    <button type="button" class="btn" onClick={() => props.load()}>
      {props.words('again')}
    </button>
  </p>
);
