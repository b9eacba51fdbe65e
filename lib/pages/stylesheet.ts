import { coverStyle } from '../article/cover-style'
import { wechatPageStyle } from '../article/page-style'
import { sha256 } from '../platform/ids'

/** The one stylesheet of all pages: system fonts, nothing fetched, light and dark, from 320 px up. */
export const stylesheet = `:root{color-scheme:light dark;--ink:#22252a;--soft:#5d656e;--paper:#f5f4f1;--sheet:#fff;--line:#dedbd4;--seal:#b3261e;--on-seal:#fff;--link:#1d5c99;--good:#1e6b3c;--warn:#8a5300;--bad:#b3261e;--tint:6%}
@media (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a5a8ac;--paper:#17181a;--sheet:#212326;--line:#3a3d42;--seal:#c9453a;--link:#8fbce8;--good:#7cc997;--warn:#e3b062;--bad:#f0857b;--tint:12%}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.65 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--sheet);padding:8px 12px}
.top{background:var(--sheet);border-bottom:1px solid var(--line)}
.top>div{max-width:1080px;margin:0 auto;padding:10px 16px;display:flex;flex-wrap:wrap;align-items:center;gap:6px 18px}
.brand{display:inline-flex;align-items:center;gap:9px;font-weight:700;font-size:1.1rem;color:inherit;text-decoration:none;min-height:40px}
.seal{display:inline-grid;place-items:center;width:32px;height:32px;border-radius:5px;background:var(--seal);color:var(--on-seal);font:700 20px/1 "Songti SC",SimSun,"Noto Serif CJK SC",serif}
.top nav{display:flex;flex-wrap:wrap;gap:2px 16px}
.top nav a{color:inherit;text-decoration:none;padding:8px 0;border-bottom:2px solid transparent}
.top nav a[aria-current]{border-color:var(--seal);font-weight:700}
.who{margin-left:auto;display:flex;align-items:center;gap:12px;color:var(--soft);font-size:.92rem}
.who form{margin:0}
main{max-width:760px;margin:0 auto;padding:22px 16px 56px}
main.wide{max-width:1080px}
h1{font-size:1.5rem;line-height:1.4;margin:0 0 12px}
h2{font-size:1.1rem;line-height:1.4;margin:0 0 12px}
h3{font-size:1rem;margin:16px 0 6px}
p{margin:0 0 12px}
small,.hint{font-size:.88rem;color:var(--soft)}
.eyebrow{margin:0 0 4px;color:var(--soft);font-size:.92rem}
.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:18px 20px;margin:0 0 18px}
.sheet>:last-child,.notice>:last-child{margin-bottom:0}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:4px 12px}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:5px 18px;margin:0 0 12px}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0}
.notice{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:6px;background:var(--sheet);padding:12px 16px;margin:0 0 18px}
.notice.good{border-left-color:var(--good)}
.notice.warn{border-left-color:var(--warn);background:color-mix(in srgb,var(--warn) var(--tint),var(--sheet))}
.notice.bad{border-left-color:var(--bad);background:color-mix(in srgb,var(--bad) var(--tint),var(--sheet))}
.notice h2{margin-bottom:4px}
.badge{display:inline-block;white-space:nowrap;border:1px solid currentColor;border-radius:12px;padding:0 9px;font-size:.84rem;line-height:1.55;color:var(--soft)}
.badge.good{color:var(--good)}.badge.warn{color:var(--warn)}.badge.bad{color:var(--bad)}
.route{list-style:none;margin:0;padding:0}
.route>li{position:relative;padding:0 0 14px 26px}
.route>li:before{content:"";position:absolute;left:5px;top:8px;width:11px;height:11px;border-radius:50%;border:2px solid var(--soft);background:var(--sheet)}
.route>li:not(:last-child):after{content:"";position:absolute;left:11px;top:22px;bottom:-6px;border-left:2px solid var(--line)}
.route>li.done:before{background:var(--good);border-color:var(--good)}
.route>li.now:before{background:var(--seal);border-color:var(--seal)}
.route>li.later{color:var(--soft)}
.route p{margin:2px 0 0}
blockquote.said{margin:4px 0 0;padding-left:10px;border-left:3px solid var(--line);color:var(--soft)}
.article{contain:layout paint style;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.reader{background:#fff;background:light-dark(#fff,#191919)}
.reader main{max-width:none;padding:0 0 48px}
.weibo{white-space:pre-wrap;margin:0 0 8px}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:12px;list-style:none;margin:0;padding:0}
.pictures img{display:block;width:100%;aspect-ratio:4/3;object-fit:contain;background:color-mix(in srgb,var(--soft) 12%,var(--sheet));border-radius:4px}
${coverStyle}.videos{list-style:none;margin:0;padding:0}
.videos li+li{margin-top:16px}
video{display:block;width:100%;max-height:420px;background:#000;border-radius:4px}
ul.plain,ol.plain{list-style:none;margin:0;padding:0}
ul.plain>li,ol.plain>li{padding:12px 0;border-top:1px solid var(--line)}
ul.plain>li:first-child,ol.plain>li:first-child{border-top:0;padding-top:0}
ul.plain>li:last-child,ol.plain>li:last-child{padding-bottom:0}
.finding p{margin:0 0 4px}
ins{background:color-mix(in srgb,var(--good) 20%,transparent);text-decoration:underline}
del{background:color-mix(in srgb,var(--bad) 14%,transparent);text-decoration:line-through}
mark{background:color-mix(in srgb,var(--warn) 28%,transparent);color:inherit;padding:0 2px}
label,legend{display:block;font-weight:600;margin:0 0 5px}
fieldset{border:0;margin:0 0 16px;padding:0;min-width:0}
.field{margin:0 0 16px}
input[type=text],input[type=email],input[type=time],input[type=number],input[type=date],textarea,select{width:100%;font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--soft);border-radius:6px;padding:10px 12px;min-height:46px}
textarea{min-height:76px;resize:vertical}
input.code{max-width:220px;font:700 1.5rem/1.2 ui-monospace,Consolas,Menlo,monospace;letter-spacing:.18em}
.check{display:flex;gap:10px;align-items:flex-start;font-weight:400}
.check input{flex:none;width:20px;height:20px;margin:3px 0 0;accent-color:var(--seal)}
button,.button{display:inline-block;font:inherit;font-weight:700;text-decoration:none;cursor:pointer;border:1px solid var(--soft);border-radius:6px;background:var(--sheet);color:var(--ink);padding:10px 22px;min-height:46px}
button.main,.button.main{background:var(--seal);border-color:var(--seal);color:var(--on-seal)}
button.danger{border-color:var(--bad);color:var(--bad)}
button.quiet{border:0;background:none;padding:4px 0;min-height:32px;font-weight:400;color:var(--link);text-decoration:underline}
.actions{display:flex;flex-wrap:wrap;gap:10px;align-items:center}
.actions form{margin:0}
.sheet form+form,.sheet form+details{margin-top:14px}
summary{cursor:pointer;font-weight:700;padding:6px 0}
details[open]>summary{margin-bottom:10px}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,230px),1fr));gap:12px;list-style:none;margin:14px 0 0;padding:0}
.tiles a{display:block;height:100%;padding:14px 16px;background:var(--sheet);border:1px solid var(--line);border-radius:8px;color:inherit;text-decoration:none}
.tiles a:hover{border-color:var(--seal)}
.tiles strong{display:block}
time{font-variant-numeric:tabular-nums}
.route time{white-space:nowrap}
button+p{margin-top:12px}
.hero{text-align:center;padding:36px 0 26px}
.hero .seal{width:76px;height:76px;font-size:48px;border-radius:10px;margin-bottom:14px}
.middle{text-align:center}
.narrow{max-width:430px;margin:0 auto}
footer{max-width:1080px;margin:0 auto;padding:0 16px 28px;color:var(--soft);font-size:.85rem}
${wechatPageStyle}@media (max-width:560px){.sheet{padding:15px 14px}.sheet>.article{margin-inline:-31px;border-width:1px 0;border-radius:0}dl.facts{gap:4px 12px}.who{margin-left:0}form .main{width:100%}}
@media print{.top,form,.skip{display:none}body{background:#fff}.sheet{border:0;padding:0}}
`

/** Where a door serves it; the version in the address lets it be cached for a year. */
export const stylesheetPath = '/assets/style.css'
export const stylesheetHref = `${stylesheetPath}?v=${sha256(stylesheet).slice(0, 10)}`
