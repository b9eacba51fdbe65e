import { byHandReasons } from '../../../lib/policy/weibo-way'
import { weiboLengthWithLink } from '../../../lib/policy/weibo-counter'

const reasons = (matter: Partial<Parameters<typeof byHandReasons>[0]>) =>
  byHandReasons({ text: '字', pictures: 0, videos: 0, ...matter }).map(({ rule, severity }) => [
    rule,
    severity,
  ])

describe('whether Weibo’s API can take it', () => {
  it.each([
    ['a text alone', {}, []],
    ['one picture', { pictures: 1 }, []],
    ['two pictures', { pictures: 2 }, [['weibo.pictures', 'warn']]],
    ['a video', { videos: 1 }, [['weibo.video', 'warn']]],
    ['a topic', { text: '#西部管网#投用' }, [['weibo.topic', 'warn']]],
    ['a topic in full-width signs', { text: '＃西部管网＃' }, [['weibo.topic', 'warn']]],
    ['a lone #', { text: '1#机组' }, [['weibo.topic', 'warn']]],
    ['129 characters and the link', { text: '字'.repeat(129) }, []],
    ['130 characters and the link', { text: '字'.repeat(130) }, [['weibo.no-room-for-link', 'warn']]],
    ['140 characters and the link', { text: '字'.repeat(140) }, [['weibo.no-room-for-link', 'warn']]],
    ['141 characters, which article 10.2 refuses anyway', { text: '字'.repeat(141) }, []],
  ])('%s', (_, matter, expected) => {
    expect(reasons(matter)).toEqual(expected)
  })

  it('says every reason at once, each in both languages', () => {
    const found = byHandReasons({ text: `#${'字'.repeat(135)}`, pictures: 9, videos: 1 })
    expect(found.map(({ rule }) => rule)).toEqual([
      'weibo.no-room-for-link',
      'weibo.topic',
      'weibo.pictures',
      'weibo.video',
    ])
    expect(found.every(({ message }) => message.zh.includes('人工') && message.en.includes('by hand'))).toBe(
      true,
    )
  })

  it('counts the link ten and its space a half, and rounds the sum up once', () => {
    expect(weiboLengthWithLink('')).toBe(11)
    expect(weiboLengthWithLink('a')).toBe(11)
    expect(weiboLengthWithLink('ab')).toBe(12)
    expect(weiboLengthWithLink('字'.repeat(129))).toBe(140)
  })
})
