import { s3Bucket } from '../../lib/platform/bucket'
import { s3Vault } from '../../lib/platform/vault'
import { setting } from './part'

export const bucket = () => s3Bucket(setting('MEDIA_BUCKET'))
/** What is locked for years; `archiveBucket` reads it. */
export const vault = () => s3Vault(setting('ARCHIVE_BUCKET'))
export const archiveBucket = () => s3Bucket(setting('ARCHIVE_BUCKET'))
