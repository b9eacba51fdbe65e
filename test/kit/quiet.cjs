// Rules log and measure as on Lambda; a test's own output is what people read.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
process.env.POWERTOOLS_METRICS_DISABLED = 'true'
// Node 20 is supported until the SDK drops it (docs/decisions/0006); said once there, not by each test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
