// What a user of the official TypeScript client writes. Arguments: the directory of the package, "stream", "message" or "helper".
import { pathToFileURL } from 'node:url';

const [directory, way] = process.argv.slice(2);
const { default: Anthropic } = await import(pathToFileURL(`${directory}/index.mjs`).href);
const client = new Anthropic();
const message = { model: 'claude-haiku-4-5', max_tokens: 16, messages: [{ role: 'user', content: 'Hi' }] };
if (way === 'stream') {
  for await (const event of await client.messages.create({ ...message, stream: true })) console.log(event.type);
} else if (way === 'helper') {
  console.log((await client.messages.stream(message).finalMessage()).content[0].text);
} else {
  console.log((await client.messages.create(message)).content[0].text);
}
