/** Whether any dialog is open: then keys do not act on the page below. */
export const isDialogOpen = () => document.querySelector('[data-part="dialog"]:popover-open') !== null;
