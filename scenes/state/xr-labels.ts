import type { ChoiceKey, RangeKey, SwitchKey } from './preference-options.ts'
import type { Preferences } from './preferences.ts'

type PageKey = 'song' | 'songs' | 'look' | 'move' | 'place' | 'comfort'
type ActionKey = 'exit' | 'previous' | 'next' | 'play' | 'pause' | 'mute' | 'showForm' | 'resetSize' | 'recenter'
type ListKey = 'noSongs' | 'untitled' | 'earlier' | 'later'
type OtherKey = 'controls' | 'mode' | 'ride' | 'walk' | 'roam' | 'seek' | 'form' | 'trust' | 'listening'
type SettingKey = ChoiceKey | SwitchKey | RangeKey | (Preferences[ChoiceKey] & string)
/** What hands press and do: hints, and names at the buttons of controllers. */
type HandKey = 'trigger' | 'grip' | 'stick' | 'pinch' | 'fist' | 'pinchFloor' | 'gaze'
type DeedKey = 'hearBox' | 'takeBox' | 'goThere' | 'upDown' | 'placeHere'
/** AR on a phone. */
type ArKey = 'placeAgain' | 'sizeBack' | 'fillRoom' | 'onTable' | 'lookForPlace' | 'tapToPlace' | 'tapABox' | 'letGo'

/** The canvas for screen readers. */
type CanvasKey = 'canvasOutside' | 'canvasInside' | 'canvasKeys'

/** All texts of the scene itself, in the page's language; src/i18n/i18n.ts collects them from the language files. */
export type XRLabels = Readonly<
  Record<PageKey | ActionKey | ListKey | OtherKey | SettingKey | HandKey | DeedKey | ArKey | CanvasKey, string>
>
