import { inBothLights } from '../article/dark'
import { renderArticle } from '../article/render'
import { codePicture } from './code-picture'
import type { CompanyTheme } from './company-theme'
import { drawnIn } from './drawn-in'

const grey = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#c9c5bb" d="M0 0h16v9H0z"/></svg>')}`
const body = `<h1>文章里的大标题</h1><p>这是一段正文，用来看字号、行距和段距。阀门公司首批智能阀门在西部管网投用，运行平稳，<strong>漏损下降三成</strong>。</p>
<h2>小标题</h2><p>第二段正文。下面是图片、表格和引文在这个版式里的样子。</p>
<figure data-media="sample"><img alt="示例图片"><figcaption>图片说明</figcaption></figure>
<h3>更小的标题</h3><table><tbody><tr><th><p>型号</p></th><th><p>数量</p></th></tr><tr><td><p>A1</p></td><td><p>200</p></td></tr></tbody></table>
<blockquote><p>“质量是干出来的。”</p></blockquote><section data-kind="card"><p>卡片：联系人与电话。</p></section>`

/** An article of nothing in particular in this theme, as HTML of WeChat's page by day and in its dark mode. */
export const sampleIn = (theme: CompanyTheme): string =>
  inBothLights(
    renderArticle({
      body,
      below: '<p style="margin:32px 0 0;font-size:14px;color:#666666">来源：市场部　供稿：市场部</p>',
      theme: drawnIn(theme),
      pictures: [{ id: 'sample', url: grey }],
      code: theme.footer.code && codePicture(theme.footer.code),
    }).html,
  )
