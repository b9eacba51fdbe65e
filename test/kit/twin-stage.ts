import type { StateReport } from '../../local/wechat/control'

/** The back stage of the WeChat twin of a running stack, over HTTP: what to break, and what really happened. */
export function twinStage(url: string) {
  const change = async (what: string, body: object = {}): Promise<void> => {
    const answer = await fetch(`${url}/wechat-twin/_twin/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the twin refused ${what}: ${await answer.text()}`)
  }
  const state = async () => (await (await fetch(`${url}/wechat-twin/_twin/state`)).json()) as StateReport
  return {
    change,
    state,
    fault: (fault: object) => change('faults', fault),
    /** Calls of an endpoint on a Beijing date; the twin counts the last day that had one. */
    calls: async (path: string, date: string): Promise<number> => {
      const { calls } = await state()
      return calls.day === date ? (calls.used[path] ?? 0) : 0
    },
    /** Mass sends readers got, by the titles in each. */
    delivered: async (): Promise<string[][]> =>
      (await state()).massSends
        .filter((send) => send.status === 'success')
        .map((send) => send.articles.map((article) => article.title)),
  }
}
