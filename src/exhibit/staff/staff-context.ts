import { createSafeStorage } from '../../session/safe-storage.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VisitStatistics } from '../statistics/visit-statistics.ts'
import { createDeviceLockout, type DeviceLockout } from './device-lockout.ts'
import { createOfflinePin, type OfflinePin } from './offline-pin.ts'
import { createStaffI18n, type StaffI18n } from './staff-i18n.ts'
import { createStaffStorage } from './staff-storage.ts'
import { createTouchHeatmap, type TouchHeatmap } from './touch-heatmap.ts'
import { createVolumeOverride, type VolumeOverride } from './volume-override.ts'

/** The services of the staff panel. */
export type StaffContext = {
  exhibitContext: ExhibitContext
  loadStatistics: () => Promise<VisitStatistics>
  pinLockout: DeviceLockout
  offlinePin: OfflinePin
  volumeOverride: VolumeOverride
  touchHeatmap: TouchHeatmap
  i18n: StaffI18n
}

export function createStaffContext(
  exhibitContext: ExhibitContext,
  loadStatistics: StaffContext['loadStatistics'],
): StaffContext {
  const storage = createStaffStorage(createSafeStorage(undefined, exhibitContext.faults.onStorageWrite))
  return {
    exhibitContext,
    loadStatistics,
    pinLockout: createDeviceLockout(storage),
    offlinePin: createOfflinePin(storage),
    volumeOverride: createVolumeOverride(exhibitContext, storage),
    touchHeatmap: createTouchHeatmap(exhibitContext),
    i18n: createStaffI18n(exhibitContext.exhibit.languages[0] ?? 'en'),
  }
}
