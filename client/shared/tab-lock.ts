/**
 * One tab of a browser at a time. A frame on somebody else's page may be refused a lock, where a browser keeps such frames
 * from storage (SecurityError): then each does it by itself, and the server answers the second as the first.
 */
export async function withTabLock<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  let began = false;
  try {
    if (typeof navigator !== 'undefined' && navigator.locks)
      return await navigator.locks.request(name, () => {
        began = true;
        return work();
      });
  } catch (error) {
    if (began) throw error;
  }
  return work();
}
