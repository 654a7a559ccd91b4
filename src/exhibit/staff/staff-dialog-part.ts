import { createLazyPart } from '../../../scenes/state/lazy-part.ts'
import { loadStaffTexts } from '../../i18n/load-staff-texts.ts'

/** What only the staff sees; loaded once a song is shown, or when it is needed. */
export const staffDialogPart = createLazyPart(async () => {
  const [{ StaffDialog }] = await Promise.all([import('./staff-dialog.tsx'), loadStaffTexts()])
  return StaffDialog
})
