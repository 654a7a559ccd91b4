import { createSiteFiles } from '../../server/site-files.ts'

/** Counts by the hour, the log and all else of this program follow the exhibit's clocks. */
export async function adoptTimeZone(site: string): Promise<void> {
  const { timeZone } = await createSiteFiles(site).readIndex()
  if (timeZone !== undefined) process.env.TZ = timeZone
}
