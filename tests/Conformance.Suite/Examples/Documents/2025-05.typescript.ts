import Anthropic from '@anthropic-ai/sdk';
const anthropic = new Anthropic({
 apiKey: 'my_api_key', // defaults to process.env["ANTHROPIC_API_KEY"]
});
const msg = await anthropic.messages.create({
 model: "claude-opus-4-20250514",
 max_tokens: 1024,
 messages: [{ role: "user", content: "Hello, Claude" }],
});
console.log(msg);
