import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryDir } from '../kit'
import { closeStands, nobody, region, someone, stand, type Stand } from './kit'

const run = promisify(execFile)

function versionOfCli(): string | undefined {
  try {
    return execFileSync('aws', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

const version = versionOfCli()
const suite = version ? describe : describe.skip

suite(version ?? 'the AWS CLI is not on PATH (Debian: apt-get install awscli)', () => {
  let cloud: Stand
  let dir: string
  beforeAll(async () => {
    cloud = await stand({ media: { versioned: true } })
    dir = temporaryDir()
  })
  afterAll(closeStands)

  const aws = async (args: string[], { accessKeyId, secretAccessKey } = someone): Promise<string> => {
    const { stdout } = await run('aws', [...args, '--endpoint-url', cloud.url], {
      env: {
        PATH: process.env['PATH'],
        HOME: dir,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_MAX_ATTEMPTS: '1',
        LC_ALL: 'C.UTF-8',
      },
    })
    return stdout
  }

  it('puts, lists, reads and removes a file with a Chinese name', async () => {
    const file = join(dir, 'a.txt')
    writeFileSync(file, '签发')
    await aws(['s3', 'cp', file, 's3://media/文 件/a+b.txt'])
    expect(await aws(['s3', 'ls', 's3://media/', '--recursive'])).toContain('文 件/a+b.txt')
    await aws(['s3', 'cp', 's3://media/文 件/a+b.txt', join(dir, 'back.txt')])
    expect(readFileSync(join(dir, 'back.txt'), 'utf8')).toBe('签发')
    await aws(['s3', 'rm', 's3://media/文 件/a+b.txt'])
    expect(await aws(['s3', 'ls', 's3://media/', '--recursive'])).toBe('')
    const versions = await aws([
      's3api',
      'list-object-versions',
      '--bucket',
      'media',
      '--query',
      'length(Versions)',
    ])
    expect(versions.trim()).toBe('1')
  }, 180_000)

  it('sends a large file in parts', async () => {
    const file = join(dir, 'video.bin')
    writeFileSync(file, Buffer.alloc(20 * 2 ** 20, 7))
    await aws(['s3', 'cp', file, 's3://media/video.bin'])
    const head = JSON.parse(
      await aws(['s3api', 'head-object', '--bucket', 'media', '--key', 'video.bin']),
    ) as {
      ContentLength: number
      ETag: string
    }
    expect(head.ContentLength).toBe(20 * 2 ** 20)
    expect(head.ETag).toMatch(/-3"$/)
  }, 180_000)

  it('is refused with a wrong secret, and where the signer may not', async () => {
    const forged = { ...someone, secretAccessKey: 'guess' }
    await expect(aws(['s3', 'ls', 's3://media/'], forged)).rejects.toThrow('SignatureDoesNotMatch')
    await expect(aws(['s3', 'ls', 's3://media/'], nobody)).rejects.toThrow(
      'not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::media',
    )
  }, 180_000)
})
