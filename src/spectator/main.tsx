import { loadExhibit } from '../exhibit/load.ts'

void loadExhibit()
