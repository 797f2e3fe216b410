/** Over the page, whichever it is: no key works what is under it. Apart from the dialog, which no first screen has. */
export const isDialogOpen = () => document.querySelector('[data-part="dialog"]:popover-open') !== null;
