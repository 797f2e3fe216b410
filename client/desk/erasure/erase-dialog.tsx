import { ProveAgain } from '../../shared/sign-in/prove-again.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import styles from '../people/people-dialogs.module.css';
import { EraseForm } from './erase-form.tsx';

/** The same beside a conversation, for its customer. */
export function EraseDialog(props: { of: { id: string; name: string }; close: () => void }) {
  return (
    <Dialog labelledby="people-dialog" class={styles.dialog} close={() => props.close()}>
      <ProveAgain />
      <EraseForm of={props.of} close={() => props.close()} done={() => props.close()} />
    </Dialog>
  );
}
