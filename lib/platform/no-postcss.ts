/**
 * Stands in for postcss in every bundle (serverless.yml): sanitize-html would read styles with it, which the filter of
 * the platform does itself and switches off (`parseStyleAttributes`); it is 90 KB that never runs.
 */
export function parse(): never {
  throw new Error('sanitize-html was asked to read styles: postcss is not in this bundle')
}
