import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { isWithinTimeSpan } from '../../../protocol/opening-hours.ts'

/** The volume between visits; silent in quiet hours. */
export const getAttractVolume = ({ volume }: Pick<BuiltExhibitConfig, 'volume'>, date: Date): number =>
  volume.quiet.some((span) => isWithinTimeSpan(span, date)) ? 0 : volume.attract
