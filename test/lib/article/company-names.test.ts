import { pinyin } from 'pinyin-pro'
import { readerOf } from '../../../lib/article/company-names'
import { proofread } from '../../../lib/article/proofread'

const names = {
  people:
    '张三 王磊 陈瑜 李娜 赵强 孙悦 钱峰 许雯 宋安 顾明 周衡 林静 何云 唐宗 陈晓瑜 王建国 刘志远 欧阳明辉 张立伟 李晓明 黄海涛 吴文静 徐丽华 郑国栋 马俊杰'.split(
      ' ',
    ),
  units: '市场部 研发中心 客户服务部 企业管理部 质量检验部 生产计划处 信息化办公室 第一装配车间'.split(' '),
}
const sounds = (sign: string) => pinyin(sign, { toneType: 'none', type: 'array', multiple: true })
const read = readerOf(names, sounds)

/** What is written wrong in brackets, and what it should be behind an arrow. */
const wrong = `
本次演练由【章三→张三】主任带队
【王雷→王磊】部长表示，要抓好落实
信息员【陈渝→陈瑜】负责收集材料。
会上，【李那→李娜】经理介绍了产品
【赵墙→赵强】指出，质量是生命线
总经理助理【孙月→孙悦】主持会议
【钱丰→钱峰】同志荣获先进
编辑【许文→许雯】说，稿件要早交
【宋桉→宋安】工程师参加了调试
【古明→顾明】书记出席
感谢【周恒→周衡】部长的指导
【林敬→林静】科长汇报了进展
【陈小瑜→陈晓瑜】在现场拍摄
【陈晓渝→陈晓瑜】撰文
项目负责人【王建过→王建国】表示
技术骨干【刘志元→刘志远】获奖
【欧阳名辉→欧阳明辉】带队验收
【张丽伟→张立伟】负责安装
由【李小明→李晓明】完成测试
【黄海滔→黄海涛】、王磊参加
质检员【吴文净→吴文静】
财务【徐立华→徐丽华】整理票据
【郑国动→郑国栋】发言
【马骏杰→马俊杰】获得一等奖
【市厂部→市场部】组织了培训
【研发中芯→研发中心】完成样机
【客户服物部→客户服务部】回访用户
【企业管里部→企业管理部】发布通知
【质量检验处→质量检验部】抽查
【生产计划部→生产计划处】排产
【信息化办公司→信息化办公室】维护系统
【客服户务部→客户服务部】接听来电
【质量检部→质量检验部】出具报告
【企业管理科→企业管理部】牵头
【研发部→研发中心】攻关
【第一装陪车间→第一装配车间】停产检修
【信息化办公事→信息化办公室】升级
【生产计化处→生产计划处】协调
`
  .trim()
  .split('\n')
  .map((line) => {
    const [, head = '', seen = '', instead = '', tail = ''] = /^(.*)【(.*)→(.*)】(.*)$/.exec(line) ?? []
    return { text: head + seen + tail, start: head.length, seen, instead }
  })

/** Nothing to say: names as they are, ordinary words that sound like names, other people, other units. */
const right = `
张三主任和王磊部长参加会议
陈瑜、李娜、赵强三位同志获奖
王建国表示，张立伟负责安装
研发中心与市场部联合攻关
客户服务部回访用户，企业管理部发布通知
质量检验部抽查，生产计划处排产
信息化办公室升级系统
第一装配车间完成任务
第二装配车间同时投产
公司总部设在江南
各部门要高度重视
大部分用户表示满意
这一部分工作已经完成
全部设备运行平稳
会议在办公室举行
维修人员赶到现场处置
相关处室负责人参加
国家质检总局发布公告
市委宣传部领导莅临
外部专家点评
内部审核顺利通过
宋代安稳的制度
孤鸣山风景秀丽
何运行平稳，值得总结
他说得很明白
周恒温车间温度稳定
林静静地站在一旁
王者归来，磊落做人
强者恒强，赵州桥是名桥
唐宗宋祖，稍逊风骚
陈列馆里陈年佳酿飘香
李晓东经理介绍情况
张立军负责调试
刘志高工程师讲解
黄海滩涂风电项目并网
吴文英文集出版
财务部按月对账
人力资源部组织招聘
综合科整理档案
技术中心研制新品
医院门诊部开放
俱乐部举办比赛
西部管网验收通过
东部地区市场回暖
这部电影很好看
干部职工踊跃参加
部分车间停电检修
实验室通过认证
会议室已经预订
加工中心精度达标
数据中心机房搬迁
事故处理及时
好处很多，用处很大
`
  .trim()
  .split('\n')

it('names misspelt: precision and recall are printed, and stay above 0.95 and 0.9', () => {
  const missed = wrong.filter(
    ({ text, start, seen, instead }) =>
      !read(text).some(
        (one) => one.start === start && one.end === start + seen.length && one.instead === instead,
      ),
  )
  const hits = wrong.length - missed.length
  const stray = [
    ...wrong.flatMap(({ text, instead }) =>
      read(text)
        .filter((one) => one.instead !== instead)
        .map((one) => `${text}: ${one.instead}`),
    ),
    ...right.flatMap((text) =>
      read(text).map(({ start, end, instead }) => `${text}: ${text.slice(start, end)}→${instead}`),
    ),
  ]
  const precision = hits / (hits + stray.length)
  const recall = hits / wrong.length
  console.info(
    `names: ${wrong.length + right.length} sentences, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    { missed: missed.map(({ text }) => text), stray },
  )
  expect(precision).toBeGreaterThan(0.95)
  expect(recall).toBeGreaterThan(0.9)
})

it('is one rule of the proofreader, only where names are given', () => {
  const text = '会上，王雷部长表示满意'
  expect(proofread(text, ['name'])).toEqual([])
  expect(proofread(text, ['name'], read)).toMatchObject([{ rule: 'name', start: 3, end: 5, instead: '王磊' }])
  expect(proofread(text, ['width'], read)).toEqual([])
})

it('reads a long paragraph with a thousand names at once', () => {
  const many = Array.from(
    { length: 1_000 },
    (_, at) =>
      `${'赵钱孙李周吴郑王冯陈'.charAt(at % 10)}${String.fromCharCode(0x4e00 + at)}${String.fromCharCode(0x6000 + at)}`,
  )
  const reader = readerOf({ people: many, units: names.units }, () => ['a'])
  const known = many[500]!
  const text = `${'首批智能阀门在西部管网通过验收，运行平稳。'.repeat(400)}${known.slice(0, 2)}的`
  expect(reader(text).map(({ instead }) => instead)).toContain(known)
})
