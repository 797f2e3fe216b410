import { ProveAgain } from '../../shared/sign-in/prove-again.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { PasswordLink } from './password-link.tsx';
import styles from './people-dialogs.module.css';

/** The same link, made beside a conversation with a customer who forgot their password. */
export function PasswordLinkDialog(props: { of: { id: string; name: string }; close: () => void }) {
  return (
    <Dialog labelledby="people-dialog" class={styles.dialog} close={() => props.close()}>
      <ProveAgain />
      <PasswordLink of={props.of} close={() => props.close()} />
    </Dialog>
  );
}
