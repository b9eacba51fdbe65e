/**
 * The article in the list of the day and as a card in a chat, as WeChat draws them: the headline wide with its title over the
 * picture, any other article with a square beside two lines, a shared one with title, two lines of digest and a small square.
 * The markup is `coverLooks` of the decision page and `CoverLooks` of the portal.
 */
export const coverStyle = `.covers{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr));gap:14px;list-style:none;margin:0 0 16px;padding:0}
.covers>li{min-width:0}
.covers small{display:block;margin:0 0 4px}
.cover-frame{display:block;position:relative;overflow:hidden;background:#e8e4dc}
.cover-frame>img{position:absolute;max-width:none;display:block}
.cover-wide .cover-frame{aspect-ratio:2.35}
.cover-square .cover-frame,.cover-card .cover-frame{aspect-ratio:1;flex:none}
.cover-wide,.cover-square,.cover-card{border:1px solid rgba(0,0,0,.12);display:block;border-radius:6px;overflow:hidden;background:#fff;color:#191919;text-align:left;letter-spacing:normal}
.cover-wide{position:relative}
.cover-wide>strong{position:absolute;left:0;right:0;bottom:0;padding:28px 12px 10px;color:#fff;background:linear-gradient(transparent,rgba(0,0,0,.72));font-size:17px;font-weight:500;line-height:1.35}
.cover-square{display:flex;justify-content:space-between;gap:14px;padding:12px}
.cover-square>strong{font-size:17px;font-weight:400;line-height:1.35}
.cover-square .cover-frame{width:56px;height:56px}
.cover-card{padding:10px 12px}
.cover-card>strong{font-size:16px;font-weight:400;line-height:1.35}
.cover-card>span{display:flex;justify-content:space-between;gap:10px;margin-top:6px;font-size:12px;line-height:1.4;color:#6b6b6b}
.cover-card .cover-frame{width:46px;height:46px}
.two-lines{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;line-clamp:2;overflow:hidden;overflow-wrap:anywhere}
`
