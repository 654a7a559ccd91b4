import type { ChoiceKey, RangeKey, SwitchKey } from './preference-labels.ts'
import type { Preferences } from './preferences.ts'

type PageKey = 'song' | 'songs' | 'look' | 'move' | 'comfort'
type ActionKey = 'exit' | 'previous' | 'next' | 'play' | 'pause' | 'mute' | 'showForm' | 'resetSize' | 'recenter'
type ListKey = 'noSongs' | 'untitled' | 'earlier' | 'later'
type OtherKey = 'mode' | 'ride' | 'walk' | 'roam' | 'seek' | 'form' | 'trust' | 'listening'
type SettingKey = ChoiceKey | SwitchKey | RangeKey | (Preferences[ChoiceKey] & string)
/** On a phone. */
type ArKey = 'placeAgain' | 'sizeBack' | 'fillRoom' | 'onTable' | 'lookForPlace' | 'tapToPlace' | 'tapABox' | 'letGo'

/** What a visitor reads in a headset or in AR, by what it is: src/languages has the words, under “xr”. */
export type XRLabels = Readonly<Record<PageKey | ActionKey | ListKey | OtherKey | SettingKey | ArKey, string>>
