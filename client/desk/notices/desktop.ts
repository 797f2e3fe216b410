/** Desktop notifications, and the browser's permission for them. */

/** `missing`: this browser has no notifications, or the address is not https. */
export type NotificationState = NotificationPermission | 'missing';

export const standing = (): NotificationState =>
  typeof Notification === 'undefined' ? 'missing' : Notification.permission;

/** Asks for permission only when it was never asked. */
export async function askForNotices(): Promise<NotificationState> {
  return standing() === 'default' ? Notification.requestPermission() : standing();
}

interface NotificationContent {
  title: string;
  body: string;
  /** A later notification with the same tag replaces this one. */
  tag: string;
  clicked?: () => void;
}

/** Returns whether the notification could be shown. */
export function showNotice({ title, body, tag, clicked }: NotificationContent): boolean {
  if (standing() !== 'granted') return false;
  try {
    const notice = new Notification(title, { body, tag });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
      clicked?.();
    });
    return true;
  } catch {
    // Some phones have the constructor and refuse it to pages.
    return false;
  }
}
