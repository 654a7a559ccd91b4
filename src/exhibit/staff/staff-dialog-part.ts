import { createLazyPart } from '../../../scenes/state/lazy-part.ts'

/** What only the staff sees; loaded once a song is shown, or when it is needed. */
export const staffDialogPart = createLazyPart(async () => (await import('./staff-dialog.tsx')).StaffDialog)
