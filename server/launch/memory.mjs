/**
 * What the server tells V8: an idle one then takes 112 MB instead of 190, and a message costs the same. A heap of 1 GiB
 * holds more than ten thousand people (`npm run bench` measures both).
 */
export const MEMORY = ['--max-semi-space-size=4', '--max-old-space-size=1024'];
