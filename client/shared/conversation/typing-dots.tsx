import styles from './typing-dots.module.css';

export const TypingDots = () => (
  <span class={styles.dots} aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);
