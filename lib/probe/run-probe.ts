import { stylesLost } from '../channels/wechat/read-back/rewritten'
import type { Outcome } from '../channels/wechat/outcome'
import type { DraftArticle, PictureFile, Wechat } from '../channels/wechat/wechat'
import { probeTitle, sweepDrafts } from '../edition/drafts'
import type { Editions } from '../edition/store'
import type { Picture } from '../edition/rows'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { casesSeen, hardPage } from './hard-cases'
import { tellNews, type ProbePost } from './letters'
import { askPermissions, permissionOf } from './permissions'
import { plainPicture } from './plain-picture'
import { newsOf, standingOf, type Permission, type Probe } from './probe'
import type { Probes } from './store'

interface Needs extends ProbePost {
  probes: Probes
  editions: Editions
  wechat: Wechat
  clock: Clock
}

const coverGone = [40007, 46001]
const file = (): PictureFile => ({
  name: 'probe.png',
  contentType: 'image/png',
  bytes: plainPicture(900, 383),
})

type Page = Pick<Probe, 'permissions' | 'draft'> & { picture: string; content?: string }

/**
 * What the company's own account allows and does today: permissions first, each asked without an effect; then one draft
 * with a page of hard cases is added, read back and deleted. A draft that a dead process leaves is known by its title
 * and deleted by the next sweep. What differs from the last probe is an alarm and a letter. Nothing reaches a reader.
 */
export const runProbe =
  (needs: Needs) =>
  async ({ by }: { by?: { id: string; name: string } } = {}): Promise<Probe> => {
    const { probes, editions, wechat, clock } = needs
    const before = await probes.standing()
    await sweepDrafts({ editions, wechat, clock })
    const asked = await askPermissions(wechat)
    const page = await probePage(needs)
    const permissions = [...asked, ...page.permissions]
    const cases = casesSeen(page.picture, page.content)
    const standing = standingOf({ permissions, cases })
    const news = newsOf(before, standing)
    const probe: Probe = {
      ...{ account: probes.account, at: clock.now().toISOString(), ...(by && { by }) },
      ...{ permissions, cases, news, draft: page.draft },
    }
    // The letter first, then the record: a crash between repeats it under its old Message-ID.
    if (news.length > 0) await tellNews(needs)(probe)
    await probes.save(probe, { ...before, ...standing })
    measure('WechatChanged', news.length)
    if (news.length > 0) log.error('WeChat does something otherwise', { news: news.map(({ name }) => name) })
    return probe
  }

async function probePage(needs: Needs): Promise<Page> {
  const { wechat } = needs
  const [cover, article] = [await uploaded(needs, 'cover'), await uploaded(needs, 'article')]
  const permissions = [...cover.permissions, ...article.permissions]
  const picture = article.picture?.url ?? ''
  const coverMediaId = cover.picture?.mediaId
  const drafts = ['/cgi-bin/draft/add', '/cgi-bin/draft/get', '/cgi-bin/draft/delete']
  if (coverMediaId === undefined || picture === '')
    return { permissions: [...permissions, ...drafts.map(notAsked)], draft: 'none', picture }

  const content = hardPage(picture)
  const seen = await look(content)
  // Rarely all styles come back empty once, which is no news (sheet of articles, 1.3).
  const again = seen.content !== undefined && stylesLost(content, seen.content)
  return { ...(again ? await look(content) : seen), picture }

  async function look(html: string): Promise<Omit<Page, 'picture'>> {
    const added = await wechat.addDraft([
      { title: probeTitle, content: html, coverMediaId: coverMediaId ?? '' },
    ])
    if (added.kind === 'refused' && coverGone.includes(added.refusal.errcode))
      await needs.editions.forgetPicture('cover', checksumOf('cover'))
    const [mayAdd, ...others] = [permissionOf(drafts[0]!, added), ...drafts.slice(1).map(notAsked)]
    // Where nobody knows whether it was made, the next sweep finds it by its title.
    if (added.kind !== 'done')
      return {
        permissions: [...permissions, mayAdd!, ...others],
        draft: added.kind === 'unknown' ? 'left' : 'none',
      }
    const { mediaId } = added.value
    const stored = await wechat.getDraft(mediaId)
    const deleted = await wechat.deleteDraft(mediaId)
    const [one]: DraftArticle[] = stored.kind === 'done' ? stored.value.articles : []
    return {
      permissions: [
        ...permissions,
        mayAdd!,
        permissionOf(drafts[1]!, stored),
        permissionOf(drafts[2]!, deleted),
      ],
      draft: deleted.kind === 'done' ? 'deleted' : 'left',
      ...(one && { content: one.content }),
    }
  }
}

const notAsked = (path: string): Permission => ({ path, state: 'unknown' })
const checksumOf = (use: 'article' | 'cover') => `probe-${use}`

/** The probe's own picture, uploaded once per account: a second one would only fill the company's library. */
async function uploaded(
  { editions, wechat }: Needs,
  use: 'article' | 'cover',
): Promise<{ picture?: Picture; permissions: Permission[] }> {
  const there = await editions.picture(use, checksumOf(use))
  if (there) return { picture: there, permissions: [] }
  const path = use === 'cover' ? '/cgi-bin/material/add_material' : '/cgi-bin/media/uploadimg'
  const asked: Outcome<Picture> =
    use === 'cover' ? await wechat.addMaterial('image', file()) : await wechat.uploadArticlePicture(file())
  const permissions = [permissionOf(path, asked)]
  if (asked.kind !== 'done') return { permissions }
  await editions.savePicture(use, checksumOf(use), asked.value)
  return { picture: asked.value, permissions }
}
