/**
 * What the reader's page at mp.weixin.qq.com adds to an article (reference sheet of articles, 1.1): no margins, headings as
 * small and as light as the text, marks of lists drawn before the first element of an item. One source for the preview, the
 * decision page and the public page. The markup is `div.rich_media > div.rich_media_content.autoTypeSetting24psection`, as
 * WeChat names them. Its dark colours are those of WeChat's dark mode; the article's own come from `dark.ts`.
 */
export const wechatPageStyle = `.rich_media{color-scheme:light dark;max-width:717px;margin:0 auto;padding:20px;background:#fff;background:light-dark(#fff,#191919);color:rgba(0,0,0,.9);color:light-dark(rgba(0,0,0,.9),#a3a3a3);font-family:"mp-quote","PingFang SC",system-ui,-apple-system,BlinkMacSystemFont,"Helvetica Neue","Hiragino Sans GB","Microsoft YaHei UI","Microsoft YaHei",Arial,sans-serif;line-height:1.6;letter-spacing:.034em}
.rich_media_title{margin:0 0 14px;font-size:22px;font-weight:700;line-height:1.4;letter-spacing:inherit}
.rich_media_meta{margin:0 0 22px;font-size:15px;color:rgba(0,0,0,.55);color:light-dark(rgba(0,0,0,.55),#8f8f8f)}
.rich_media_content+.rich_media_meta{margin-top:20px}
.rich_media_content,.rich_media_content *{margin:0;padding:0}
.rich_media_content{position:relative;z-index:0;overflow:hidden;font-size:17px;text-align:justify;overflow-wrap:break-word}
.rich_media_content *{max-width:100%!important;box-sizing:border-box!important;overflow-wrap:break-word!important}
.rich_media_content :is(h1,h2,h3,h4,h5,h6){font-size:16px;font-weight:400;line-height:inherit}
.rich_media_content p{clear:both;min-height:1em}
.autoTypeSetting24psection>:is(p,section){margin-bottom:24px}
.rich_media_content blockquote{position:relative;padding-left:10px}
.rich_media_content blockquote::before{content:"";position:absolute;top:0;bottom:0;left:0;width:1.5px;border-radius:1px;background:#dbdbdb;background:light-dark(#dbdbdb,#4a4a4a)}
.rich_media_content img{height:auto!important;vertical-align:bottom}
.rich_media_content a{color:#576b95;color:light-dark(#576b95,#7d90a9);text-decoration:none}
.rich_media_content fieldset{min-width:0}
.rich_media_content :is(ul,ol){padding-left:2.2em;list-style-type:none}
.rich_media_content li :is(ul,ol){padding-left:30px}
.rich_media_content li>:first-child::before{display:inline-block;width:1.2em;margin-left:-1.2em}
.rich_media_content ul>li>:first-child::before{content:"•"}
.rich_media_content ol>li>:first-child::before{content:counter(list-item) "."}
.rich_media_content small{font-size:smaller;color:inherit}
.rich_media_content :is(ins,del){background:none}
@media print{.rich_media{color-scheme:light}}
`
