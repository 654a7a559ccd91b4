import type { Session } from './session.ts'

/** Opens a file of the visitor's; it never leaves their machine. */
export async function openLocalFile(session: Session, file: File): Promise<void> {
  const bytes = await file.arrayBuffer().catch(() => null)
  if (bytes) await session.open({ name: file.name, bytes })
  else session.fail(`“${file.name}” could not be read; if it is a folder or was moved, choose the file again.`)
}
