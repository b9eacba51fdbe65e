import { verdicts } from './judge'
import { familyNames, familyOf, type Level, type Plans } from './plan'
import type { Result } from './run'

const pad = (text: string | number, width: number) => String(text).padStart(width)

/** One line a row, columns as wide as their widest cell; the first is left-aligned. */
function columns(rows: (string | number)[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => String(row[at] ?? '').length)))
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[0]!) : pad(cell, widths[at]!))).join('  '),
    )
    .join('\n')
}

function countBy<T>(list: T[], keyOf: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}

/** Runs per kind of fault and step that it struck, endings, and what was found. */
export function tableOf(
  results: Result[],
  { counts, points }: { counts: Plans['counts']; points: number },
  { without, seconds }: { without?: string; seconds: number },
): string {
  const struck = results.flatMap(({ faults }) =>
    faults.filter(({ fired }) => fired).map(({ fault }) => fault),
  )
  const cells = countBy(struck, ({ step, how }) => `${step} ${familyOf(how)}`)
  const steps = [...new Set(struck.map(({ step }) => step))]
  const endings = countBy(results, ({ ending }) => ending)
  const found = verdicts.map((verdict) => [
    verdict,
    results.filter((result) => result.found.some((one) => one.verdict === verdict)).length,
  ])
  const level = (name: Level) => results.filter((result) => result.level === name).length
  return [
    `${results.length} runs${without ? ` without ${without}` : ''}: ${level('single')} of ${counts.single} single faults at ${points} points, ` +
      `${level('race')} of ${counts.race} races around claim and call, ${level('pair')} of ${counts.pair} pairs of steps, ` +
      `${level('random')} of two to four faults at random; ${struck.length} faults struck; ${seconds.toFixed(0)} s`,
    '',
    columns([
      ['faults that struck', ...familyNames],
      ...steps.map((step) => [step, ...familyNames.map((name) => cells.get(`${step} ${name}`) ?? '·')]),
    ]),
    '',
    columns([['ended', 'runs'], ...[...endings].sort((a, b) => b[1] - a[1])]),
    '',
    `runs in which a person had to look in WeChat's console: ${results.filter(({ asked }) => asked).length}`,
    '',
    columns([['found', 'runs'], ...found] as (string | number)[][]),
  ].join('\n')
}
