// The job of the benchmark on Telegraf: its own polling and its own session middleware.
import { Agent } from "node:http";
import { session, Telegraf } from "telegraf";
import { message } from "telegraf/filters";
import { readContracts } from "./contracts.mjs";
import { balances, beginLink, fresh, hear, listed } from "./dialogue.mjs";
import { openStore } from "./store.mjs";

const { BOT_TOKEN, BOT_API, CONTRACTS, SESSIONS } = process.env;
const contracts = readContracts(CONTRACTS);
const store = openStore(SESSIONS);
const bot = new Telegraf(BOT_TOKEN, { telegram: { apiRoot: BOT_API } });
// It keeps connections to https alive, but takes its agent away for http; against the real Telegram it would have one.
bot.telegram.options.agent = new Agent({ keepAlive: true });

bot.use(session({ defaultSession: fresh, store }));

bot.start((ctx) => ctx.reply("Balances of your contracts. /link begins."));
bot.command("link", (ctx) => ctx.reply(...beginLink(ctx.session)));
bot.command("balance", (ctx) => ctx.reply(...balances(contracts, ctx.session)));
bot.action("balance", async (ctx) => {
  await ctx.answerCbQuery();
  await ctx.reply(...balances(contracts, ctx.session));
});
bot.action("contracts", async (ctx) => {
  await ctx.answerCbQuery();
  await ctx.reply(...listed(ctx.session));
});
bot.on(message("text"), async (ctx) => {
  const { secret, say } = hear(contracts, ctx.session, ctx.message.text);
  if (secret) await ctx.deleteMessage();
  await ctx.reply(...say);
});
bot.catch((failure) => console.error(failure));

process.once("SIGTERM", () => bot.stop("SIGTERM"));
process.once("SIGINT", () => bot.stop("SIGINT"));
await bot.telegram.setMyCommands([
  { command: "balance", description: "Balance" },
  { command: "link", description: "Link a contract" },
]);
await bot.launch();
store.close();
