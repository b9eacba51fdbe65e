/** Moves the clock that production code sees, without it knowing: `Date` gives real time plus an offset. */
const Real = Date
let offsetMs = 0

function Shifted(...parts) {
  if (new.target === undefined) return new Real(Real.now() + offsetMs).toString()
  return Reflect.construct(Real, parts.length > 0 ? parts : [Real.now() + offsetMs], new.target)
}
Shifted.prototype = Real.prototype
Real.prototype.constructor = Shifted
Shifted.now = () => Real.now() + offsetMs
Shifted.parse = Real.parse
Shifted.UTC = Real.UTC
Object.defineProperty(Shifted, 'name', { value: 'Date' })
globalThis.Date = Shifted

module.exports.shiftTo = (ms) => {
  offsetMs = ms
}
