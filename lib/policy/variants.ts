/** `絕绝 機机` as `{ 絕: '绝', 機: '机' }`: the first character of a pair is read as the second. */
const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => [pair.charAt(0), pair.charAt(1)]),
  )

/**
 * Characters that look or mean alike, read as one when a text is screened (article 8), each a single UTF-16 unit after
 * NFKC and lower case: those forms (full width, ①, Kangxi radicals, ㊙) are folded before. No homophones: 蜜 is not 密.
 */
export const variants: Readonly<Record<string, string>> = {
  // Traditional and Japanese forms of what lists commonly hold.
  ...pairs(`絕绝 絶绝 來来 機机 祕秘 袐秘 宻密 國国 囯国 囶国 圀国 級级 內内 資资 軍军 業业 極极 頂顶 獨独 領领 賭赌
    嚴严 厳严 傳传 伝传 開开 僅仅 單单 単单 電电 話话 號号 証证 證证 際际 無无 與与 專专 専专 萬万
    優优 強强 進进 權权 権权 賣卖 売卖 賤贱 藥药 薬药 槍枪 彈弹 弾弹 發发 発发 髮发 輪轮 輸输 裏里 裡里
    務务 貨货 貿贸 費费 質质 實实 実实 審审 寫写 対对 對对 導导 將将 屬属 嶄崭 廠厂 廣广 広广 應应 応应 態态 慮虑 戰战 戦战
    擴扩 據据 拠据 數数 時时 會会 東东 條条 檔档 樣样 様样 檢检 検检 歲岁 歷历 歴历 殺杀 氣气 気气 漢汉
    災灾 點点 熱热 營营 営营 獎奖 現现 產产 産产 畫画 當当 療疗 監监 禮礼 種种 稱称 穩稳 競竞 筆笔 節节 範范
    紀纪 約约 純纯 紙纸 細细 終终 組组 結结 經经 経经 維维 網网 緊紧 線线 編编 緩缓 練练 縣县 總总 総总 績绩 續续 続续
    聯联 聲声 職职 腦脑 臨临 舉举 舊旧 處处 処处 虛虚 術术 衛卫 補补 製制 複复 見见 規规 視视 親亲 覺觉 觀观 観观
    計计 訊讯 記记 設设 許许 評评 試试 該该 認认 説说 說说 課课 調调 請请 論论 識识 議议 護护 變变 変变 讓让 豐丰
    負负 財财 責责 貴贵 買买 賓宾 贏赢 車车 轉转 転转 軟软 輕轻 載载 較较 農农 連连 週周 運运 過过 達达 違违 遠远 適适
    選选 遙遥 還还 邊边 郵邮 鄉乡 醫医 釋释 鋼钢 錄录 録录 鐵铁 鉄铁 銷销 鎖锁 長长 門门 間间 關关 関关 隊队 階阶
    隨随 險险 険险 雙双 雜杂 離离 難难 雲云 靜静 響响 項项 順顺 預预 題题 類类 顯显 風风 飛飞 飯饭 館馆 驗验 験验
    體体 麗丽 黃黄 齊齐 龍龙 啟启 啓启 價价 価价 億亿 創创 劃划 動动 勝胜 區区 協协 參参 員员 問问
    圖图 図图 團团 団团 報报 場场 塊块 墊垫 奪夺 學学 寶宝 尋寻 層层 島岛 師师 帶带 帳帐 幣币 庫库 張张 後后
    從从 徵征 惡恶 慶庆 懷怀 拋抛 損损 換换 搖摇 擁拥 擇择 擔担 擊击 敗败 斷断 於于 暫暂 書书`),
  // Components that stand in for the character they are (those that NFKC leaves alone).
  ...pairs(
    '⺟母 ⺠民 ⻁虎 ⻄西 ⻅见 ⻆角 ⻋车 ⻓长 ⻔门 ⻘青 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻨麦 ⻩黄 ⻬齐 ⻰龙',
  ),
  // Cyrillic and Greek letters in Latin words.
  ...pairs(
    `аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy хx ԁd ɡg һh ӏl αa βb εe ηn ιi κk μm νv οo ρp τt υu χx ϲc ıi`,
  ),
  // Dingbat digits, which unlike ① have no compatibility form.
  ...pairs('❶1 ❷2 ❸3 ❹4 ❺5 ❻6 ❼7 ❽8 ❾9 ➀1 ➁2 ➂3 ➃4 ➄5 ➅6 ➆7 ➇8 ➈9 ➊1 ➋2 ➌3 ➍4 ➎5 ➏6 ➐7 ➑8 ➒9 〇0'),
  // Stars of the marking 秘密★.
  ...pairs('☆★ ✩★ ✪★ ✫★ ✬★ ✭★ ✮★ ✯★ ✰★ ⭐★ ⭑★ ⭒★ ⋆★ ✦★ ✶★'),
}
