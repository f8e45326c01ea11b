import { setFlagsFromString } from 'node:v8'

// While a program is loaded, nearly all that it makes stays, and for that V8 makes the room for what is young sixteen times as large, and keeps it:
// 20 MB that a process at rest does not need. So it stays small until the process serves. Imported before all that is to be loaded.
setFlagsFromString('--semi-space-growth-factor=1')

/** From now on the room grows with the load, as V8 has it by itself. */
export function letYoungGenerationGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2')
}
