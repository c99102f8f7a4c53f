// The job of the benchmark on grammY, as its guide says: the runner, updates of a chat in sequence, auto-retry, sessions.
import { autoRetry } from "@grammyjs/auto-retry";
import { run, sequentialize } from "@grammyjs/runner";
import { Bot, session } from "grammy";
import { readContracts } from "./contracts.mjs";
import { balances, beginLink, fresh, hear, listed } from "./dialogue.mjs";
import { openStore } from "./store.mjs";

const { BOT_TOKEN, BOT_API, CONTRACTS, SESSIONS } = process.env;
const contracts = readContracts(CONTRACTS);
const store = openStore(SESSIONS);
const bot = new Bot(BOT_TOKEN, { client: { apiRoot: BOT_API } });
bot.api.config.use(autoRetry());

const key = (ctx) => ctx.chat?.id.toString();
bot.use(sequentialize(key));
bot.use(
  session({
    initial: fresh,
    getSessionKey: key,
    storage: { read: store.get, write: store.set, delete: store.delete },
  }),
);

bot.command("start", (ctx) => ctx.reply("Balances of your contracts. /link begins."));
bot.command("link", (ctx) => ctx.reply(...beginLink(ctx.session)));
bot.command("balance", (ctx) => ctx.reply(...balances(contracts, ctx.session)));
bot.callbackQuery("balance", async (ctx) => {
  await ctx.answerCallbackQuery();
  await ctx.reply(...balances(contracts, ctx.session));
});
bot.callbackQuery("contracts", async (ctx) => {
  await ctx.answerCallbackQuery();
  await ctx.reply(...listed(ctx.session));
});
bot.on("message:text", async (ctx) => {
  const { secret, say } = hear(contracts, ctx.session, ctx.message.text);
  if (secret) await ctx.deleteMessage();
  await ctx.reply(...say);
});
bot.catch((failure) => console.error(failure.error));

await bot.init();
await bot.api.setMyCommands([
  { command: "balance", description: "Balance" },
  { command: "link", description: "Link a contract" },
]);
await bot.api.deleteWebhook();
const runner = run(bot);

const stop = async () => {
  await runner.stop();
  store.close();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
