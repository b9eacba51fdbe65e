/** One place of the kept data that is not what was written. */
export interface Damage {
  file: string
  /** in words, e.g. `the record at byte 4,096` */
  what: string
}

/** The data of this directory was changed by something else than this program; nothing is started on it. */
export class DamagedData extends Error {
  constructor(
    readonly damages: Damage[],
    dir: string,
  ) {
    super(
      [
        '数据已损坏，未启动；以下文件与写入时不一致：',
        'the data is damaged and nothing was started; these files are not what was written:',
        ...damages.map(({ file, what }) => `  ${file}: ${what}`),
        '恢复最近一次备份 / bring back the last backup:  npm run restore -- <backup>',
        `先另存一份 ${dir}，再查磁盘 / keep a copy of ${dir}, then look at the disk (dmesg, smartctl)`,
      ].join('\n'),
    )
    this.name = 'DamagedData'
  }
}
