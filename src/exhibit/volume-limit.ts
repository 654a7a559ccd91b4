import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'
import { getVolumes } from './visit/volume-plan.ts'

/** The loudest that a visitor can set, 0-1: the exhibit's cap at this time, or the staff's choice on this device. */
export type VolumeLimit = StoreApi<number>

export const createVolumeLimit = (exhibit: Pick<BuiltExhibitConfig, 'volume' | 'timeZone'>): VolumeLimit =>
  createStore<number>()(() => getVolumes(exhibit, new Date()).cap)
