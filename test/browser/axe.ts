import axe from 'axe-core'
import type { Page } from 'playwright-core'

export interface Serious {
  id: string
  impact: string
  nodes: string[]
}

/** What axe finds serious or critical. Run as the page's own script, so CSP is not in its way. */
export async function seriousOn(page: Page): Promise<Serious[]> {
  await page.evaluate(axe.source)
  const found = (await page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html.slice(0, 160)) })))`,
  )) as Serious[]
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
}
