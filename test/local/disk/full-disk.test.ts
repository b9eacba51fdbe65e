import { fullDisk } from '../../../local/disk/full-disk'
import { serve } from '../kit'

it('takes nothing new at 95 % by name in both languages, still shows everything, and goes on when there is room', async () => {
  let used = 0.949
  const lines: string[] = []
  const full = fullDisk(
    '/data',
    (line) => lines.push(line),
    () => used,
  )
  const { url, close } = await serve((request, response) => {
    if (!full(request, response)) response.end('taken')
  })
  const post = () => fetch(url, { method: 'POST', body: '{}' })
  expect(await (await post()).text()).toBe('taken')

  used = 0.953
  // One look at the disk is good for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_050))
  const refused = await post()
  expect(refused.status).toBe(507)
  expect(await refused.json()).toMatchObject({
    error: {
      code: 'DiskFull',
      message: { zh: expect.stringContaining('95%'), en: expect.stringContaining('95%') },
    },
  })
  expect((await fetch(url)).status).toBe(200)
  expect(lines).toHaveLength(1)

  used = 0.5
  await new Promise((resolve) => setTimeout(resolve, 1_050))
  expect((await post()).status).toBe(200)
  await close()
})
