import type { ChoiceKey, RangeKey, SwitchKey } from './preference-labels.ts'
import type { Preferences } from './preferences.ts'

type Page = 'song' | 'songs' | 'look' | 'move' | 'comfort'
type Key = 'exit' | 'previous' | 'next' | 'play' | 'pause' | 'mute' | 'showForm' | 'resetSize' | 'recenter'
type List = 'noSongs' | 'untitled' | 'earlier' | 'later'
type Other = 'mode' | 'ride' | 'walk' | 'roam' | 'seek' | 'form' | 'trust' | 'listening'
type Setting = ChoiceKey | SwitchKey | RangeKey | (Preferences[ChoiceKey] & string)
/** On a phone. */
type InAr = 'placeAgain' | 'sizeBack' | 'fillRoom' | 'onTable' | 'lookForPlace' | 'tapToPlace' | 'tapABox' | 'letGo'

/** What a visitor reads in a headset or in AR, by what it is: src/languages has the words, under “xr”. */
export type RoomWords = Readonly<Record<Page | Key | List | Other | Setting | InAr, string>>
