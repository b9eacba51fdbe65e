/**
 * Stands in for the SDK's chain of credentials in every bundle (serverless.yml, decision 0077): a function finds those
 * of its role in its environment, and what a person's machine offers beside them is 140 KB that never runs.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'
