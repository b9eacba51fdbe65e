import { editorsOf, headsOf } from '../people/office-staff'
import { beijingMoment } from '../platform/beijing-time'
import type { Edition } from './edition'
import { editionLetter, mailAll, type EditionPost } from './letters'
import type { Send } from './rows'
import { pressedAt } from './unsettled'

/** From this reminder on the head of 企管部 gets it too. */
const headFrom = 2

const readersOf = async (post: EditionPost, withHead: boolean) => [
  ...(await editorsOf(post)),
  ...(withHead ? await headsOf(post) : []),
]

/** Asks the editors to send by hand; `count` is how many reminders went before. */
export const askByHand =
  (post: EditionPost) =>
  async (edition: Edition, send: Send, count: number): Promise<void> => {
    const until = beijingMoment(new Date(send.hand?.deadline ?? send.intendedAt))
    const why = edition.byHand ?? []
    await mailAll(post.mail, await readersOf(post, count >= headFrom), (person) =>
      editionLetter(edition, person, {
        kind: `by-hand.${send.attempt}.${count}`,
        head:
          count === 0
            ? { zh: '请人工群发', en: 'please send by hand' }
            : { zh: `催办（${count}）：请人工群发`, en: `reminder ${count}: please send by hand` },
        say: {
          zh: `这一期要在公众平台后台人工群发，当天的群发名额已为它占用。内容、附件和步骤在这一期的页面上：请一字不改地照做，先预览到测试人手机核对，再群发，然后把每篇文章的地址贴回来。期限：${until.zh}（北京时间）。${why.map(({ zh }) => zh).join('；')}`,
          en: `This edition has to be sent by hand in WeChat's console; the day's mass send is held for it. Content, files and steps are on the edition's page: do as they say and change nothing, look at a preview on a tester's phone first, send it, and paste the address of each article, until ${until.en} (Beijing time). ${why.map(({ en }) => en).join('; ')}`,
        },
      }),
    )
  }

/** The deadline has passed, and neither a person nor WeChat says whether readers have it: up the ladder. */
export const tellHandUnknown =
  (post: EditionPost) =>
  async (edition: Edition, send: Send, count: number): Promise<void> =>
    mailAll(post.mail, await pressedAt(post, count), (person) =>
      editionLetter(edition, person, {
        reminds: count > 1,
        kind: `by-hand-unknown.${send.attempt}.${count}`,
        head: { zh: '人工群发没有回音，请认定', en: 'nobody said whether it was sent by hand' },
        say: {
          zh: '人工群发的期限已过，没有人贴回文章地址，微信的发表记录里也没有查到。请登录公众平台后台：内容与互动 → 发表记录。已群发的，把文章地址贴到这一期的页面上；没有群发的，在那里认定并写明依据，当日名额即放开。',
          en: "The time for sending by hand is over, nobody pasted an address, and WeChat lists no such article. Look in WeChat's console under 发表记录. If it was sent, paste the addresses on the edition's page; if not, say so there and on what grounds, and the day is free again.",
        },
      }),
    )
