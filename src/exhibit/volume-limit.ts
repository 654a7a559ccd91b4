import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'

/** The loudest that a visitor can set, 0-1: `volume.cap` of the exhibit, or the staff's choice on this device. */
export type VolumeLimit = StoreApi<number>

export const createVolumeLimit = ({ volume }: Pick<BuiltExhibitConfig, 'volume'>): VolumeLimit =>
  createStore<number>()(() => volume.cap)
