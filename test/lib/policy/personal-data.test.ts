import fc from 'fast-check'
import { personalNumbersIn } from '../../../lib/policy/personal-data'

const found = (text: string) =>
  personalNumbersIn(text).map(({ rule, start, end }) => `${rule.slice(7)} ${text.slice(start, end)}`)

/** Made up, with right check characters: region 110101, born 1990-03-07. */
const identity = '110101199003070118'
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const withCheck = (seventeen: string) =>
  seventeen + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(seventeen[i]), 0) % 11]

describe('personalNumbersIn', () => {
  const right = withCheck(identity.slice(0, 17))
  const wrong = right.slice(0, 17) + (right.endsWith('1') ? '2' : '1')
  const endingInX = Array.from({ length: 1_000 }, (_, i) =>
    withCheck(`11010119900307${String(i).padStart(3, '0')}`),
  ).find((id) => id.endsWith('X'))!

  it.each([
    [`身份证${right}，`, [`identity-number ${right}`]],
    [`身份证${wrong}，`, []],
    [endingInX, [`identity-number ${endingInX}`]],
    [endingInX.toLowerCase(), [`identity-number ${endingInX.toLowerCase()}`]],
    ['110101 19900230 1234', []],
    [
      `${right.slice(0, 6)} ${right.slice(6, 14)} ${right.slice(14)}`,
      [`identity-number ${right.slice(0, 6)} ${right.slice(6, 14)} ${right.slice(14)}`],
    ],
    ['电话13800138000。', ['mobile-number 13800138000']],
    ['电话 138 0013 8000', ['mobile-number 138 0013 8000']],
    ['138-0013-8000', ['mobile-number 138-0013-8000']],
    ['+86 138 0013 8000', ['mobile-number 86 138 0013 8000']],
    ['8613800138000', ['mobile-number 8613800138000']],
    ['１３８００１３８０００', ['mobile-number １３８００１３８０００']],
    ['1 3 8 0 0 1 3 8 0 0 0', ['mobile-number 1 3 8 0 0 1 3 8 0 0 0']],
    ['138\u200b00138000', ['mobile-number 138\u200b00138000']],
    ['13800138000x', ['mobile-number 13800138000']],
    ['13800138000 13900139000', ['mobile-number 13800138000', 'mobile-number 13900139000']],
    ['13800138000\n13900139000', ['mobile-number 13800138000', 'mobile-number 13900139000']],
    ['12800138000', []],
    ['订单号 2013800138000123456789', []],
    ['010-62770000', []],
    ['卡号6222 0212 3456 7894', ['bank-card 6222 0212 3456 7894']],
    ['卡号6222 0212 3456 7895', []],
    ['62220212 34567894', []],
    ['卡号4111 1111 1111 1111', ['bank-card 4111 1111 1111 1111']],
    ['4111111111111111', ['bank-card 4111111111111111']],
    ['4111111111111112', []],
    ['2026年11月23日，共 3 篇 1,234,567 元', []],
    ['', []],
  ])('in %j finds %j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('hides the middle of what it found', () => {
    expect(personalNumbersIn('13800138000')).toMatchObject([{ masked: '138****8000' }])
  })

  it('finds every identity number with a right check character, and none whose check is off', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.integer({ min: 110_000, max: 829_999 }),
        day,
        fc.nat({ max: 999 }),
        fc.integer({ min: 1, max: 10 }),
        (region, born, serial, off) => {
          const id = withCheck(
            `${region}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(serial).padStart(3, '0')}`,
          )
          const checks = '0123456789X'
          const other = id.slice(0, 17) + checks[(checks.indexOf(id[17]!) + off) % 11]!
          expect(found(`证件${id}`)).toEqual([`identity-number ${id}`])
          expect(found(`证件${other}`).join()).not.toContain('identity-number')
        },
      ),
    )
  })
})
