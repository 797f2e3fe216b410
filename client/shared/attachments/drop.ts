import { createSignal, onCleanup, onMount } from 'solid-js';

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files dropped anywhere on the conversation for the open box. */
export function createDrop(target: () => HTMLElement, take: (files: FileList) => void) {
  const [over, setOver] = createSignal(false);

  onMount(() => {
    const element = target();
    const entered = (event: DragEvent) => holdsFiles(event) && setOver(true);
    const left = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) setOver(false);
    };
    const dropped = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      setOver(false);
      if (event.dataTransfer) take(event.dataTransfer.files);
    };
    // Ignores files dropped elsewhere: the browser would leave the page and show the file.
    const stay = (event: DragEvent) => holdsFiles(event) && event.preventDefault();
    element.addEventListener('dragenter', entered);
    element.addEventListener('dragleave', left);
    element.addEventListener('drop', dropped);
    addEventListener('dragover', stay);
    addEventListener('drop', stay);
    onCleanup(() => {
      element.removeEventListener('dragenter', entered);
      element.removeEventListener('dragleave', left);
      element.removeEventListener('drop', dropped);
      removeEventListener('dragover', stay);
      removeEventListener('drop', stay);
    });
  });
  return over;
}
