import type { Bilingual } from '../platform/refusal'
import type { Finished } from './rows'

/** A finish event that is no success: what happened, by name, and what to do (reference sheet, 6.7). */
const meanings: Record<number, { code: string; said: Bilingual }> = {
  10001: review('Advertising', '涉嫌广告', 'suspected advertising'),
  20001: review('Political', '涉嫌政治', 'political matter'),
  20002: review('Pornographic', '涉嫌色情', 'pornographic matter'),
  20004: review('SocialRumour', '涉嫌社会问题或谣言', 'social matter or rumour'),
  20006: review('Illegal', '涉嫌违法犯罪', 'illegal matter'),
  20008: review('Fraud', '涉嫌欺诈', 'fraud'),
  20013: review('Copyright', '涉嫌侵权', 'copyright'),
  21000: review('OtherReview', '其他审核原因', 'other reasons'),
  22000: review('MutualPromotion', '涉嫌互推', 'mutual promotion'),
  30001: {
    code: 'OriginalityUnchecked',
    said: {
      zh: '微信原创校验系统出错，按设置没有发出；请稍后重新发送',
      en: "WeChat's originality check broke and the send was stopped as set; send again later",
    },
  },
  30002: {
    code: 'OriginalityRefused',
    said: {
      zh: '微信原创校验不允许发送；请换掉与他人原创相同的文章，或向原作者申请转载',
      en: 'the originality check forbids it; replace the article that matches an original, or get its permission',
    },
  },
  30003: {
    code: 'JudgedReprint',
    said: {
      zh: '被判定为转载，按设置没有发出；请改写或换掉该文章后重新测试、确认、发送',
      en: 'judged a reprint and stopped as set; rewrite or replace the article, then test, confirm and send again',
    },
  },
  40001: {
    code: 'AdministratorRefused',
    said: {
      zh: '公众号管理员在微信中拒绝了这次群发；与管理员商定后可重新测试、确认、发送，当日名额没有用掉',
      en: 'the administrator refused it in WeChat; settle it with them, then test, confirm and send again: the day is free',
    },
  },
  40002: {
    code: 'AdministratorSilent',
    said: {
      zh: '公众号管理员 30 分钟内没有在微信中确认；请约好管理员后重新测试、确认、发送，当日名额没有用掉',
      en: 'the administrator did not confirm within 30 minutes; arrange it with them and send again: the day is free',
    },
  },
}

function review(code: string, zh: string, en: string): { code: string; said: Bilingual } {
  return {
    code: `ContentRefused${code}`,
    said: {
      zh: `微信审核没有通过：${zh}；请改好或换掉文章后重新测试、确认、发送，当日名额没有用掉`,
      en: `WeChat's review refused it: ${en}; mend or replace the article and send again: the day is free`,
    },
  }
}

const unnamed: { code: string; said: Bilingual } = {
  code: 'SendFailed',
  said: {
    zh: '微信报告群发失败，没有说明原因；请在公众平台后台核对后重新测试、确认、发送，当日名额没有用掉',
    en: 'WeChat reports that the send failed without saying why; check its console, then send again: the day is free',
  },
}

/** WeChat's definite no to a call, where there is a name for what to do about it (reference sheet, 10). */
const refusals: Record<number, string> = {
  40001: 'TokenRefused',
  40014: 'TokenRefused',
  42001: 'TokenRefused',
  40013: 'CredentialsWrong',
  40125: 'CredentialsWrong',
  40164: 'AddressNotAllowed',
  61004: 'AddressNotAllowed',
  45028: 'NoMassSendLeft',
  45062: 'AdvertisingContract',
  48001: 'CertificationLapsed',
}

/** Code of an outcome for a refused call; `ChannelRefused` where WeChat's words have to do. */
export const refusalNameOf = (errcode: unknown): string =>
  (typeof errcode === 'number' && refusals[errcode]) || 'ChannelRefused'

export const adviceOf = (finished: Pick<Finished, 'code'>): { code: string; said: Bilingual } =>
  (finished.code !== undefined && meanings[finished.code]) || unnamed
