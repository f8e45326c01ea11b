/** Whether a dialog is open, in which somebody may be typing, or reading what is shown once. Nothing takes it away but they themselves. */
export const isDialogOpen = (): boolean => document.querySelector('[role=dialog][data-place=middle]') !== null
