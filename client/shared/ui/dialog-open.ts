/**
 * Whether any dialog is open: then keys do not act on the page below. Kept apart from dialog.tsx, which no first screen
 * loads.
 */
export const isDialogOpen = () => document.querySelector('[data-part="dialog"]:popover-open') !== null;
