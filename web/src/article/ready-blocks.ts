import type { Bilingual } from '../../../lib/policy/finding'
import type { Command } from './commands'
import { insertArticle } from './paste'

const block = (id: string, name: Bilingual, words: string, html: string): Command => ({
  ...{ id, name, words },
  run: (editor) => {
    insertArticle(editor, html)
    editor.commands.focus()
  },
})

/** Pieces that articles of a company often need, to be filled in like any other text. */
export const readyBlocks: Command[] = [
  block(
    'contact',
    { zh: '联系方式', en: 'Contact card' },
    'lianxi contact',
    '<section data-kind="card"><p><strong>联系我们</strong></p><p>联系人：</p><p>电话：</p><p>邮箱：</p><p>地址：</p></section>',
  ),
  block(
    'notice',
    { zh: '活动通知', en: 'Notice of an event' },
    'huodong tongzhi notice',
    '<section data-kind="important"><p><strong>活动通知</strong></p><p>时间：　月　日（星期　）　时</p><p>地点：</p><p>对象：</p><p>报名：　月　日前，联系</p></section>',
  ),
  block(
    'products',
    { zh: '产品参数表', en: 'Table of a product' },
    'chanpin canshu product table',
    '<table><tbody><tr><th><p>型号</p></th><th><p>规格</p></th><th><p>参数</p></th></tr><tr><td><p></p></td><td><p></p></td><td><p></p></td></tr><tr><td><p></p></td><td><p></p></td><td><p></p></td></tr></tbody></table>',
  ),
]
