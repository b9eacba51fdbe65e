/** One of CloudWatch's statistics over the values of a period; undefined for one that is not known here. */
export function statistic(stat: string, values: number[]): number | undefined {
  const sum = values.reduce((total, value) => total + value, 0)
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(stat)?.[1]
  if (percentile !== undefined) {
    const sorted = [...values].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)]
  }
  switch (stat) {
    case 'Sum':
      return sum
    case 'Average':
      return sum / values.length
    case 'Maximum':
      return Math.max(...values)
    case 'Minimum':
      return Math.min(...values)
    case 'SampleCount':
      return values.length
    default:
      return undefined
  }
}
